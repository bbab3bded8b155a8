"""The messages of a stay, as its page tells of them."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from broker import words
from broker.console.board_lines import name_of
from broker.console.forlop_words import mark_of
from consumers.stay import Stay
from schemas.agreements import Agreement
from schemas.codes import MELDINGSNAVN


class Sent(NamedTuple):
    """A message of the stay.

    Attributes:
        at: when it was sent, UTC.
        note: "kansellert" or "avvist"; "" for what holds.
        mark: its column on the board, which stands beside it on the axis; "" where it has none.
        kind: how it is drawn: its note, else the end that sent it, "sykehus" or "kommune".
    """

    at: datetime
    name: str
    sender: str
    receiver: str
    msg_id: str
    note: str
    mark: str
    kind: str


def sent_in(stay: Stay, agreement: Agreement) -> Iterator[Sent]:
    """Every version of every document, and what was cancelled."""
    gone = {id(doc) for doc in stay.kansellerte}
    for doc in (*stay.documents(), *stay.kansellerte):
        for version, at in zip(doc.versions or (doc.latest,), doc.times or (doc.sent,), strict=True):
            note = "kansellert" if id(doc) in gone else "avvist" if doc.refused else ""
            sender, receiver = (name_of(her, agreement) for her in (version.sender, version.receiver))
            name = MELDINGSNAVN.get(version.message_type, version.message_type)
            changed = " (endring)" if version.status == "M" else ""
            kind = note or ("kommune" if version.sender == stay.party else "sykehus")
            mark = mark_of(version.message_type)
            yield Sent(at, name + changed, sender, receiver, version.msg_id, note, mark, kind)


def in_words(one: Sent, now: datetime) -> str:
    """When, what, and from whom to whom."""
    note = f" ({one.note})" if one.note else ""
    return f"{words.short_moment(one.at, now)}: {one.name}{note}, {one.sender} → {one.receiver}"
