"""The steps of a timeline in words."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from pydantic import ValidationError

from adapters.claimcheck.ticket import size_of
from broker import words
from broker.letters.stranded import stranded_of
from schemas.avvik import Avvik
from schemas.codes import APPREC_AVVIST, APPREC_OK
from schemas.events import KVITTERINGER as RECEIPTS
from schemas.events import Kvittering, KvitteringSendt
from schemas.topics import AVVIK, HENDELSER, KVITTERINGER

if TYPE_CHECKING:
    from adapters.kafka.records import Incoming
    from adapters.store.claims import Claimed
    from schemas.agreements import Agreement

STATUS: Final = {APPREC_OK: "OK", APPREC_AVVIST: "avvist", "3": "OK, med feil i delmelding"}
"""8258; others may send the third, which counts as positive (apprec.md §4)."""


REPLAY: Final = ".replay."
"""In the name of a topic where dead letters are run again."""
WAYS: Final[Mapping[str, str]] = {"http": ", over HTTP (nøkkel {})", "mappe": ", fra mappen {}"}
"""adapters.receive.Source.way -> what people are told."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened to a message.

    Attributes:
        at: when, UTC.
        order: among steps of the same moment.
        what: one word.
        text: the rest, in words.
    """

    at: datetime
    order: int
    what: str
    text: str

    def as_row(self) -> dict[str, Any]:
        """One line of --json."""
        return {"at": self.at.isoformat(), "what": self.what, "text": self.text}


def of_claim(claimed: "Claimed", agreement: "Agreement") -> Iterator[Step]:
    """Taken in, judged, and whether all of it was carried out."""
    claim = claimed.claim
    part = agreement.part(claim.sender)
    sender = f"{part.navn} ({claim.sender})" if part else claim.sender
    other = ", annet innhold med samme MsgId" if claim.variant else ""
    text = f"{claim.message_type} fra {sender}{over(claim.source)}{other}"
    yield Step(claim.claimed_at, 0, "mottatt", text)
    yield Step(claim.claimed_at, 1, "vurdert", claim.verdict)
    if not claimed.done:
        text = "ikke fullført ennå; sendes den igjen, blir den det"
        yield Step(claim.claimed_at, 2, "uavklart", text)


def over(source: str | None) -> str:
    """ ", over HTTP (nøkkel k-12)"; nothing where nobody noted it."""
    way, _, name = (source or "").partition(":")
    return WAYS.get(way, "").format(name)


def of_records(
    found: "Sequence[Incoming]",
    given: "Sequence[Incoming]",
    agreement: "Agreement",
    read: Collection[str] = (),
) -> Iterator[Step]:
    """What the records on our topics and on the parties' say; `read`: ids of events that detect has read."""
    again = [one for one in found if REPLAY in one.topic]
    found = [one for one in found if REPLAY not in one.topic]
    yield from _places(again, 7, "kjørt igjen")
    published = [one for one in found if one.topic not in (AVVIK.name, KVITTERINGER.name)]
    stranded = [one for one in published if one.topic.endswith(".dlt")]
    yield from _places([one for one in published if one not in stranded], 3, "publisert", read)
    for record in stranded:
        one = stranded_of(record)
        yield Step(
            one.at, 3, "strandet", f"{_place(record)} · {one.kind}: {one.reasons.get('message', one.code)}"
        )
    for record in found:
        if (receipt := _receipt_of(record)) and receipt is not None:
            yield Step(_at(record), 4, *_answer(receipt, agreement))
        elif avvik := avvik_of(record):
            yield avvik_step(_at(record), avvik)
    yield from _places(given, 6, "videresendt")


def avvik_step(at: datetime, avvik: Avvik) -> Step:
    """One change of an avvik."""
    short = f"A-{str(avvik.id)[:4].upper()}"
    return Step(at, 5, "avvik", f"{short} {avvik.rule} {avvik.change}: {avvik.text}")


def _places(found: "Iterable[Incoming]", order: int, what: str, read: Collection[str] = ()) -> Iterator[Step]:
    for record in found:
        is_xml = record.header("content-type") == "application/xml"
        size = f" · {words.size(size_of(record))}" if is_xml else ""
        by = " · lest av detect" if record.topic == HENDELSER.name and record.header("ce_id") in read else ""
        yield Step(_at(record), order, what, f"{_place(record)}{size}{by}")


def _place(record: "Incoming") -> str:
    return f"{record.topic} [{record.partition}] @ {words.number(record.offset)}"


def _answer(receipt: Kvittering, agreement: "Agreement") -> tuple[str, str]:
    """Who answered what."""
    part = agreement.part(receipt.sender)
    who = part.navn if part else receipt.sender
    outcome = " ".join((STATUS.get(receipt.status, "med ukjent status"), ", ".join(receipt.errors))).strip()
    if isinstance(receipt, KvitteringSendt):
        return "kvittert", f"AppRec {outcome}, for {who}"
    return "besvart", f"{who} svarte med AppRec {outcome}"


def _receipt_of(record: "Incoming") -> Kvittering | None:
    if record.topic != KVITTERINGER.name:
        return None
    try:
        return RECEIPTS.validate_json(record.value or b"")
    except ValidationError:
        return None


def avvik_of(record: "Incoming") -> Avvik | None:
    """The avvik of a record on avvik.v1; None for any other, or one that is none."""
    if record.topic != AVVIK.name:
        return None
    try:
        return Avvik.model_validate_json(record.value or b"")
    except ValidationError:
        return None


def _at(record: "Incoming") -> datetime:
    """When the record was written, UTC."""
    return datetime.fromtimestamp(max(record.timestamp_ms, 0) / 1000, UTC)
