"""Messages that we refused at our own door, and whether they have been sent again since. Pure.

Source: apprec.md §1 (the sender corrects it, and sends it with a new MsgId); rules.md §12.5: what was refused
has not come, whatever it was to tell.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from consumers.deliveries import Answers, deliveries, once
from consumers.document import Document, sent_time
from consumers.documents import SAYINGS
from schemas.agreements import Agreement
from schemas.events import Hendelse, MeldingAvvist, PatientEvent

Refused = Document[MeldingAvvist]


def own_refusals(history: Sequence[Hendelse], agreement: Agreement) -> list[Refused]:
    """What was refused, each MsgId once with all that was sent under it; no test messages (rules.md §9)."""
    facts = [event for event in history if isinstance(event, MeldingAvvist) and not event.test]
    if not facts:  # nearly always
        return []
    by_msg: dict[tuple[str, str], list[MeldingAvvist]] = defaultdict(list)
    for fact in once(facts):
        by_msg[fact.sender, fact.msg_id].append(fact)
    answers = deliveries(history)[1]
    return [_document(by_msg[key], answers, agreement) for key in sorted(by_msg)]


def _document(facts: list[MeldingAvvist], answers: Answers, agreement: Agreement) -> Refused:
    facts.sort(key=lambda fact: (fact.received_at, fact.id))
    first, times = facts[0], tuple(sent_time(fact, agreement) for fact in facts)
    given = answers.get((first.sender, first.msg_id), ())
    nobody: frozenset[str] = frozenset()
    return Document(first.msg_id, first, facts[-1], times[0], nobody, True, None, tuple(facts), times, given)


def tell_originals(docs: Iterable[Document[PatientEvent]], refused: Iterable[Refused]) -> None:
    """An M or a C of what we refused does not wait for its original: that has come, and will not again."""
    gone = {(doc.first.sender, doc.series) for doc in refused}
    for doc in docs if gone else ():
        if any((doc.first.sender, ref) in gone for ref in doc.refs):
            doc.has_original = True


def is_sent_again(refused: Refused, other: Document[Any]) -> bool:
    """Whether `other` is what was refused, taken over and not sent before it; or what takes it back.

    A refusal tells nothing of the content, so of what is said in a conversation only an answer to the same
    message is known to be the same.
    """
    event, it = refused.latest, other.latest
    if (it.message_type, it.sender) != (event.message_type, event.sender) or it.msg_id == event.msg_id:
        return False
    if it.type in SAYINGS and not (event.parent_id and it.parent_id == event.parent_id):
        return False
    if other.reached.isdisjoint((event.receiver, *event.copies)):
        return False
    if other.cancelled_at:  # as if never sent, unless a Kansellering is what was refused
        about = not other.msg_ids.isdisjoint((event.conversation_id, event.parent_id))
        return about and other.cancelled_at >= refused.times[-1]
    came = [(time, version.received_at) for version, time in zip(other.versions, other.times, strict=True)]
    return max(came) >= (refused.times[-1], event.received_at)
