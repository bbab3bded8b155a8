"""Which end of a message is the hospital, and which the party of a stay. Pure.

Source: messages.md §3 (direction of each type); rules.md §12.1 (who is who comes from the agreement).
"""

from typing import Final

from schemas.agreements import Agreement, Kind
from schemas.events import MeldingAvvist, PatientEvent

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
