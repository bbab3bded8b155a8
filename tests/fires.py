"""For each rule about UNN the few messages that break it, and the LOG_INNLAGT of the stay they are of."""

from dataclasses import replace
from typing import Any, Final, NamedTuple

from exchanges import dialog, foresporsel, helseopplysninger, innleggelsesrapport, mottak
from histories import TROMSO, epikrise, innlagt, klar, rapport, utskrevet
from sequels import kansellering, kvittering

from consumers.rules import RULES

ON: Final = tuple(replace(rule, av="") if rule.id in ("R-U21", "R-U24") else rule for rule in RULES)
"""The table with those that stand off, so that they can be tried."""

INN, UT = innlagt("2026-02-03T10:00"), utskrevet("2026-02-07", "2026-02-07T13:00")
KLAR = klar("2026-02-06", "2026-02-06T12:00")
A, B = "a" * 32, "b" * 32
FEIL_ADRESSAT = {"tema_kodeverk": "8117", "tema": "1"}


class Fires(NamedTuple):
    """What breaks a rule in a stay that `innlagt` opened; `rest` are the other messages."""

    innlagt: Any
    rest: tuple[Any, ...]


def _of(*rest: Any, inn: Any = INN) -> Fires:
    return Fires(inn, rest)


LATE_INN: Final = innlagt("2026-02-03T10:00", "2026-02-05T10:00")
AGAIN: Final = innlagt("2026-02-20T10:00")

FIRES: Final[dict[str, Fires]] = {
    "R-U01": _of(kvittering(INN), innleggelsesrapport()),
    "R-U02": _of(inn=LATE_INN),
    "R-U03": _of(UT, rapport(legemidler=0)),
    "R-U04": _of(UT, rapport(legemidler_uten=("styrke",))),
    "R-U05": _of(),
    "R-U06": _of(helseopplysninger("2026-02-05T10:00")),
    "R-U07": _of(helseopplysninger()),
    "R-U08": _of(KLAR),
    "R-U09": _of(KLAR),
    "R-U10": _of(helseopplysninger(), UT),
    "R-U11": _of(rapport(ut="2026-02-07")),
    "R-U12": _of(utskrevet("2026-02-07", "2026-02-09T10:00")),
    "R-U13": _of(utskrevet(None, "2026-02-07T13:00")),
    "R-U14": _of(UT),
    "R-U15": _of(UT, rapport("2026-02-09T10:00")),
    "R-U16": _of(UT, rapport()),
    "R-U17": _of(UT),
    "R-U18": _of(UT, epikrise("2026-03-01T10:00")),
    "R-U19": _of(UT, epikrise()),
    "R-U20": _of(UT, epikrise(medisiner=())),
    "R-U21": _of(UT, epikrise(receiver=TROMSO, copies=())),
    "R-U22": _of(UT, rapport(brukes=(A,)), epikrise(brukes=(B,))),
    "R-U23": _of(KLAR, klar("2026-02-09", "2026-02-09T10:00")),
    "R-U24": _of(KLAR, mottak("2026-02-06T14:00", KLAR, ("2026-02-09",)), UT),
    "R-U25": _of(foresporsel("2026-02-04T10:00")),
    "R-U26": _of(UT, innleggelsesrapport(deler=("cave",)), rapport()),
    "R-U27": _of(UT, rapport()),
    "R-U28": _of(UT, rapport(deler=("hjelpemiddel_bestilt",))),
    "R-U29": _of(),
    "R-U30": _of(dialog("AVVIK", "2026-02-03T12:00", INN, **FEIL_ADRESSAT)),
    "R-U31": _of(KLAR, kansellering(KLAR, "2026-02-09T10:00")),
    "R-U32": _of(INN, UT, inn=AGAIN),
}
"""Rule -> its history."""
