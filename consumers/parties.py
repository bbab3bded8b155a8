"""Who the ends of a message are: which is the hospital, and which the party of a stay. Pure.

Source: messages.md §3 (direction of each type); rules.md §12.1 (who is who comes from the agreement) and §9
(“Kommune byttes”: parties have a history of HER-ids).
"""

from collections.abc import Callable, Sequence
from typing import Final

from schemas.agreements import Agreement, Kind
from schemas.events import Event, Hendelse, KvitteringMottatt, MeldingAvvist, PatientEvent

FROM_HOSPITAL: Final = frozenset(
    {
        "pasient_innlagt.v1",
        "pasient_utskrivningsklar.v1",
        "utskrivningsklar_avmeldt.v1",
        "pasient_utskrevet.v1",
        "helseopplysninger_mottatt.v1",
        "utskrivningsrapport_mottatt.v1",
    }
)
TO_HOSPITAL: Final = frozenset({"innleggelsesrapport_mottatt.v1", "mottak_avklart.v1"})

_NEARNESS: Final[tuple[Kind, ...]] = ("helseforetak", "kad", "ukjent", "fastlege", "kommune")
"""Of the two ends of any other message, the hospital is the one that comes first here."""


def of_today(history: Sequence[Hendelse], agreement: Agreement) -> Sequence[Hendelse]:
    """A history with every party under the HER-id that it has today, by when each message was sent."""
    return [_of_today(event, agreement) for event in history] if agreement.former else history


def _of_today(event: Hendelse, agreement: Agreement) -> Hendelse:
    if not isinstance(event, Event | MeldingAvvist | KvitteringMottatt):
        return event
    her_at = _reading(event, agreement)
    hers = {name: vars(event)[name] for name in ("sender", "receiver")}
    new: dict[str, object] = {name: her_at(her) for name, her in hers.items() if her in agreement.former}
    if not isinstance(event, KvitteringMottatt) and any(her in agreement.former for her in event.copies):
        new["copies"] = tuple(dict.fromkeys(map(her_at, event.copies)))
    return event.model_copy(update=new) if new else event


def _reading(event: Event | MeldingAvvist | KvitteringMottatt, agreement: Agreement) -> Callable[[str], str]:
    """An AppRec mirrors the addresses of what it answers, and those may be of yesterday."""
    if not isinstance(event, KvitteringMottatt):
        at = event.sent_at or event.received_at
        return lambda her: agreement.her_at(her, at)
    answered = event.answers_sent_at
    return lambda her: agreement.her_at(her, answered) if answered else agreement.mailbox(her)


def ends(event: PatientEvent | MeldingAvvist, agreement: Agreement) -> tuple[str, str]:
    """(hospital, party), level-1 HER-ids: whichever of the two sent it, the answer is the same."""
    if event.type in FROM_HOSPITAL:
        return event.sender, event.receiver
    if event.type in TO_HOSPITAL:
        return event.receiver, event.sender
    hospital, party = sorted(
        (event.sender, event.receiver), key=lambda her: (_NEARNESS.index(agreement.kind(her)), her)
    )
    return hospital, party


def kommunenr(her: str, agreement: Agreement) -> str | None:
    """The kommunenummer of a party, where it is a kommune that the agreement knows."""
    part = agreement.part(her)
    return part.kommunenr if part else None
