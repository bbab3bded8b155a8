"""Dead letters in heaps of the same failure, in words; never anything of a content. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from urllib.parse import urlencode

from adapters.store.case_search import Count
from broker.faults.document import CODES
from broker.letters.told import STATES, kind
from schemas.agreements import Agreement

NONE: Final = "ingen"
"""In an address: the code, or the sender, that is not known."""

BEGINS: Final = {
    "xml": "kunne ikke leses som XML",
    "xsd": "avvist av skjema",
    "type": "ukjent meldingstype",
    "attachment": "avvist for et vedlegg",
    "apprec": "kvittering uten melding",
    "patient": "avvist for pasientens id",
    "receiver": "til en mottaker vi ikke kjenner",
    "event": "ikke forstått",
    "record": "ikke forstått",
    "bug": "stoppet av en feil hos oss",
}
"""Beginning of a code -> what happened to the messages."""
CLASSES: Final = {
    "SECURITY": "stoppet av sikkerhetsgrunner",
    "TRANSIENT_INFRA": "stoppet fordi noe var nede for lenge",
    "BUG": "stoppet av en feil hos oss",
}
SIGNS: Final = {
    "apen": ("venter", "●", "åpen"),
    "kjores": ("sent", "◐", "kjøres på nytt"),
    "feilet": ("mangler", "✕", "feilet igjen"),
    "parkert": ("mangler", "✕", "parkert"),
    "lost": ("ok", "✓", "løst"),
    "forkastet": ("ikke", "–", "forkastet"),
}
"""State -> class of the sign, sign, word (the same as letters.told has)."""


@dataclass(slots=True)
class Heap:
    """Dead letters that failed alike.

    Attributes:
        what: what happened to them, to follow a number.
        rule: what the code means; "" for a code that is not ours.
        sender: name of the party, or its HER-id.
        address: filters that list exactly these.
        states: how many are in each state, in the order of STATES.
    """

    what: str
    rule: str
    sender: str
    code: str
    address: str
    oldest: datetime
    newest: datetime
    number: int = 0
    states: dict[str, int] = field(default_factory=dict)


def heaps(counts: Iterable[Count], agreement: Agreement) -> list[Heap]:
    """What is alike in one heap, the one with the oldest failure first."""
    found: dict[tuple[str, ...], Heap] = {}
    for one in counts:
        key = (one.topic, one.reader, one.error_class, one.code, one.sender)
        heap = found.setdefault(key, _heap(one, agreement))
        heap.number += one.number
        heap.oldest, heap.newest = min(heap.oldest, one.oldest), max(heap.newest, one.newest)
        heap.states[one.state] = heap.states.get(one.state, 0) + one.number
    for heap in found.values():
        heap.states = {state: heap.states[state] for state in STATES if state in heap.states}
    return sorted(found.values(), key=lambda heap: heap.oldest)


def _heap(one: Count, agreement: Agreement) -> Heap:
    row = CODES.get(one.code)
    address = {
        "emne": one.topic,
        "leser": one.reader or NONE,
        "klasse": one.error_class or NONE,
        "kode": one.code or NONE,
        "avsender": one.sender or NONE,
        "vis": "hver",
    }
    return Heap(
        what=what(one.error_class, one.code),
        rule=row.what if row else "",
        sender=sender_name(one.sender, agreement),
        code=one.code,
        address=urlencode(address),
        oldest=one.oldest,
        newest=one.newest,
    )


def what(error_class: str, code: str) -> str:
    """What happened: "avvist av skjema"."""
    begins = BEGINS.get(code.partition(".")[0])
    return CLASSES.get(error_class) or begins or kind(error_class).lower()


def sender_name(her: str, agreement: Agreement) -> str:
    """The party's name, or its HER-id; "" where none is known."""
    part = agreement.part(her) if her else None
    return part.navn if part else her


def where(place: str) -> tuple[int, str]:
    """The line and the path of a place as headers have it (path:line or path:line:column); 0: no line."""
    parts = place.split(":")
    numbers = [part for part in parts[-2:] if part.isascii() and part.isdecimal() and len(part) < 10]
    if not numbers or not parts[-1].isdecimal():
        return 0, place
    return int(numbers[0]), ":".join(parts[: -len(numbers)])
