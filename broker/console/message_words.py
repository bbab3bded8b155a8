"""A message in a line: what it is, between whom, over what, and what became of it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final, NamedTuple

from adapters.store.messages import Message
from broker.names import Names
from schemas.agreements import Agreement
from schemas.codes import MELDINGSNAVN

TYPES: Final[Mapping[str, str]] = MELDINGSNAVN

VERDICTS: Final[Mapping[str, tuple[str, str, str]]] = {
    "godtatt": ("ok", "●", "godtatt"),
    "avvist": ("mangler", "✕", "avvist"),
    "ulesbar": ("mangler", "✕", "kan ikke leses"),
    "forbudt": ("mangler", "✕", "ikke avsenderens å sende"),
}
"""Verdict -> kind, sign and word."""

WAYS: Final[Mapping[str, str]] = {"http": "HTTP, nøkkel {}", "mappe": "mappen {}"}

COLUMNS: Final = ("tid", "type", "navn", "avsender", "mottaker", "utfall", "kom over", "msgid", "her-id")


class Line(NamedTuple):
    """A line of the list.

    Attributes:
        short: what can be read of a long MsgId at a glance.
        copies: how many besides the receiver got it.
        sign: kind, sign and word of the verdict.
        again: another content of a MsgId that was there before.
    """

    message: Message
    short: str
    name: str
    sender: str
    receiver: str
    copies: int
    way: str
    sign: tuple[str, str, str]
    again: bool


def line(message: Message, agreement: Agreement) -> Line:
    """The message as people see it."""
    names, hers = Names(agreement), message.receivers
    return Line(
        message,
        shortened(message.msg_id),
        TYPES.get(message.message_type, message.message_type or "ukjent type"),
        names.short(message.sender) if message.sender else "ukjent",
        names.short(hers[0]) if hers else "ukjent",
        max(len(hers) - 1, 0),
        way_of(message.source),
        VERDICTS.get(message.verdict, ("ikke", "–", message.verdict)),
        bool(message.variant),
    )


def shortened(msg_id: str) -> str:
    """A MsgId for a list: its beginning, which is what it is searched by."""
    return msg_id if len(msg_id) <= 14 else f"{msg_id[:13]}…"


def way_of(source: str) -> str:
    """Over what it came: "HTTP, nøkkel k-12"."""
    way, _, name = source.partition(":")
    return WAYS[way].format(name) if way in WAYS else source


def cells(one: Line) -> tuple[str | datetime, ...]:
    """A line of the file."""
    message = one.message
    hers = " ".join((message.sender, "→", *message.receivers))
    return (
        message.claimed_at,
        message.message_type,
        one.name,
        one.sender,
        one.receiver,
        one.sign[2],
        one.way,
        message.msg_id,
        hers,
    )
