"""Messages that are said in one conversation, as their references tie them. Pure.

Source: messages.md §3.3 (RefToConversation names the first message of a dialogue) and §6.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from consumers.document import Document

Doc = Document[Any]


def threads(docs: Iterable[Doc]) -> dict[str, list[Doc]]:
    """Name of each conversation -> its documents in the order given.

    The name is the MsgId of the first message, also where that is of another kind or has not come.
    """
    known = list(docs)
    by_msg = {msg_id: doc for doc in known for msg_id in doc.msg_ids}
    found: dict[str, list[Doc]] = defaultdict(list)
    for doc in known:
        found[_name(doc, by_msg)].append(doc)
    return found


def _name(doc: Doc, by_msg: Mapping[str, Doc]) -> str:
    """RefToConversation; where there is none, RefToParent followed back as far as it goes."""
    at: Doc = doc
    seen = {id(doc)}
    while at.first.conversation_id is None and at.first.parent_id:
        parent: str = at.first.parent_id
        above = by_msg.get(parent)
        if above is None or id(above) in seen:
            return parent
        seen.add(id(above))
        at = above
    return at.first.conversation_id or at.series
