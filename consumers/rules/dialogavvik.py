"""Tilbakemelding om feil i mottatt melding, DIALOG_AVVIK.

Source: HIS 1151:2006: an answer to one received message that cannot or must not be processed; its references
name that message. 8117/1, wrong addressee, is R-U30's.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from consumers.document import Document
from consumers.papers import Papers
from consumers.rule import Finding, Terms
from consumers.single import known, technical
from schemas.events import DialogMottatt

FEIL_ADRESSAT: Final = ("8117", "1")


def mottatt(papers: Papers, _: Terms) -> Iterator[Finding]:
    """What is said to be wrong with a message, in one avvik for each message however often it is said."""
    said: dict[str, list[Document[DialogMottatt]]] = defaultdict(list)
    for doc in papers.dialoger:
        told = doc.latest
        is_ours = (told.tema_kodeverk, told.tema) != FEIL_ADRESSAT
        if told.message_type == "DIALOG_AVVIK" and is_ours and not doc.refused:
            said[told.parent_id or told.conversation_id or doc.series].append(doc)
    for about, docs in said.items():
        answered = [doc for doc in known(papers) if about in doc.msg_ids]
        sender = answered[0].first.sender if answered else docs[0].first.receiver
        yield Finding(about, (*docs, *answered), sender=sender)


MOTTATT = technical(
    mottatt,
    id="R-T10",
    version=1,
    name="Tilbakemelding om feil mottatt",
    betyr="Mottakeren har meldt tilbake om en feil i en melding den har godtatt.",
    source="HIS 1151:2006",
    text="Mottakeren har meldt at en mottatt melding har feil og ikke kan behandles.",
    bare_med=("dialoger",),
)

RULES = (MOTTATT,)
