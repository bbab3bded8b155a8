"""What Pasientlogistikk tells: where the patient is in the stay (HIS 1149:2014)."""

from typing import Literal

from schemas.fact import Event
from schemas.tid import Tidspunkt


class PasientInnlagt(Event):
    """Melding om innlagt pasient, LOG_INNLAGT (HIS 1149:2014 §3.2).

    Attributes:
        innlagt: hendelse 1 (9121).
        fodselsdag: admitted on the day of birth, that is, a newborn.
        fylt_67: the patient was 67 or older when it was sent; None where nothing tells.
    """

    type: Literal["pasient_innlagt.v1"] = "pasient_innlagt.v1"
    innlagt: Tidspunkt | None = None
    fodselsdag: bool = False
    fylt_67: bool | None = None


class PasientUtskrivningsklar(Event):
    """Melding om utskrivningsklar pasient, LOG_UTSKRIVNINGSKLAR (HIS 1149:2014 §3.3).

    Attributes:
        innlagt, utskrivningsklar: hendelse 1 and 3 (9121); 3 may lie ahead.
    """

    type: Literal["pasient_utskrivningsklar.v1"] = "pasient_utskrivningsklar.v1"
    innlagt: Tidspunkt | None = None
    utskrivningsklar: Tidspunkt | None = None


class UtskrivningsklarAvmeldt(Event):
    """Avmelding av utskrivningsklar pasient, LOG_AVMELDING (HIS 1149:2014 §3.4).

    Attributes:
        innlagt, utskrivningsklar, avmeldt: hendelse 1, 3 and 4 (9121).
    """

    type: Literal["utskrivningsklar_avmeldt.v1"] = "utskrivningsklar_avmeldt.v1"
    innlagt: Tidspunkt | None = None
    utskrivningsklar: Tidspunkt | None = None
    avmeldt: Tidspunkt | None = None


class PasientUtskrevet(Event):
    """Melding om utskrevet pasient, LOG_UTSKREVET (HIS 1149:2014 §3.5).

    Attributes:
        utskrevet: hendelse 2 (9121), a date as a rule.
        uttilstand: 8431: 1 som levende, 2 som død.
        ut_til: 8408.
    """

    type: Literal["pasient_utskrevet.v1"] = "pasient_utskrevet.v1"
    utskrevet: Tidspunkt | None = None
    uttilstand: str | None = None
    ut_til: str | None = None


class DodsfallMeldt(Event):
    """Orientering om dødsfall outside hospital, LOG_DOD.

    Attributes:
        dod: hendelse 13 (9121).
    """

    type: Literal["dodsfall_meldt.v1"] = "dodsfall_meldt.v1"
    dod: Tidspunkt | None = None


class MottakAvklart(Event):
    """Tilbakemelding på mottak av utskrivningsklar pasient, TilbakemeldingUtskrivningsklarPasient of PLO 2.0.

    Attributes:
        tidspunkter: when each event is, in the order given; 2.0 has no codes for them here.
    """

    type: Literal["mottak_avklart.v1"] = "mottak_avklart.v1"
    tidspunkter: tuple[Tidspunkt, ...] = ()
