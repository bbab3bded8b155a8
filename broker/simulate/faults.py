"""The table of faults: a row for each rule that can be broken in a message (rules.md §6 to §8)."""

from collections.abc import Callable
from typing import Final, NamedTuple

from broker.simulate import faults_dialog as dialog
from broker.simulate import faults_liste as liste
from broker.simulate import faults_mottak as mottak
from broker.simulate import faults_teknisk as teknisk
from broker.simulate import faults_ut as ut
from broker.simulate import faults_varsel as varsel
from broker.simulate.case import Case


class Fault(NamedTuple):
    """One way to break a rule.

    Attributes:
        rule: the id that must stand at the end.
        inject: breaks it in a flawless case, and writes down what must be found.
        touches: what it changes or counts on, a draft ("rapport") or something of it ("rapport.tid"); two
            faults of a case share none.
        days: the shortest stay that it needs.
        new: PLO must be 1.6.
        answered: the kommune must be one that sends its own AppRecs.
        refused: our own door refuses a message of it, so that it is not for what is posted.
    """

    rule: str
    inject: Callable[[Case], None]
    touches: frozenset[str]
    days: int = 3
    answered: bool = False
    new: bool = False
    refused: bool = False

    def is_apart(self, other: "Fault") -> bool:
        """The two do not disturb each other."""
        return not any(_overlap(one, two) for one in self.touches for two in other.touches)


def _overlap(one: str, two: str) -> bool:
    return one == two or one.startswith(f"{two}.") or two.startswith(f"{one}.")


def _row(
    rule: str, inject: Callable[[Case], None], touches: str, days: int = 3, *, new: bool = False
) -> Fault:
    return Fault(rule, inject, frozenset(touches.split()), days, new=new)


def _refused(rule: str, inject: Callable[[Case], None]) -> Fault:
    return Fault(rule, inject, frozenset({"rapport", "utskrevet", "epikrise"}), answered=True)


def _turned_away(rule: str, inject: Callable[[Case], None]) -> Fault:
    return Fault(rule, inject, frozenset({"rapport", "utskrevet", "epikrise"}), refused=True)


def _answered(rule: str, inject: Callable[[Case], None], *, new: bool = False) -> Fault:
    touches = {"rapport.svar", "utskrevet.svar", "epikrise.svar", "avvik"}
    return Fault(rule, inject, frozenset(touches), answered=True, new=new)


FAULTS: Final = (
    _row("R-U01", varsel.u01, "innlagt"),
    _row("R-U02", varsel.u02, "innlagt.tid innleggelse.tid"),
    _row("R-U03", liste.u03, "rapport.liste"),
    _row("R-U04", liste.u04, "rapport.liste rapport.gitt rapport.hjelp innleggelse.liste epikrise.liste"),
    _row("R-U05", varsel.u05, "varsel oppdatert", new=True),
    _row("R-U06", varsel.u06, "varsel.tid oppdatert.tid", 4),
    _row("R-U07", varsel.u07, "varsel.deler oppdatert.deler"),
    _row("R-U08", varsel.u08, "varsel.tid oppdatert klar.tid", 6),
    _row("R-U09", varsel.u09, "klar.deler"),
    _row("R-U10", varsel.u10, "klar svar"),
    _row("R-U11", ut.u11, "utskrevet"),
    _row("R-U12", ut.u12, "utskrevet.tid"),
    _row("R-U13", ut.u13, "utskrevet rapport.tid epikrise.tid"),
    _row("R-U14", ut.u14, "rapport utskrevet"),
    _row("R-U15", ut.u15, "rapport.tid"),
    _row("R-U16", ut.u16, "rapport.deler rapport.hjelp innleggelse.cave"),
    _row("R-U17", ut.u17, "epikrise"),
    _row("R-U18", ut.u18, "epikrise.tid"),
    _row("R-U19", ut.u19, "epikrise.deler"),
    _row("R-U20", liste.u20, "epikrise.liste"),
    _row("R-U22", liste.u22, "epikrise.liste innleggelse.liste rapport.liste"),
    _row("R-U23", varsel.u23, "klar svar oppdatert.tid", 4),
    _row("R-U25", dialog.u25, "sporsmal samtale"),
    _row("R-U26", ut.u26, "epikrise.cave innleggelse.cave"),
    _row("R-U27", liste.u27, "rapport.liste rapport.gitt"),
    _row("R-U28", ut.u28, "rapport.hjelpemidler"),
    _row("R-U29", ut.u29, "innlagt.kontakt klar.kontakt utskrevet.kontakt"),
    _row("R-U30", dialog.u30, "rapport utskrevet avvik"),
    _row("R-U31", dialog.u31, "ekstra"),
    _row("R-K01", varsel.k01, "innleggelse innlagt"),
    _row("R-K02", varsel.k02, "innleggelse.tid innlagt.tid", 4),
    _row("R-K03", varsel.k03, "innleggelse.deler innleggelse.cave rapport.deler epikrise.cave"),
    _row("R-K04", varsel.k04, "innleggelse.liste"),
    _row("R-K05", varsel.k05, "klar.tid svar"),
    _row("R-K06", varsel.k06, "klar.tid svar.tid"),
    _row("R-K09", dialog.k09, "sporsmal_k sporsmal_l"),
    _row("R-K10", varsel.k10, "tjenester innleggelse.deler", new=True),
    _answered("R-T01", teknisk.t01),
    _refused("R-T02", teknisk.t02),
    _refused("R-T04", teknisk.t04),
    _turned_away("R-T04", mottak.t04),
    _refused("R-T05", teknisk.t05),
    _turned_away("R-T05", mottak.t05),
    _row("R-T06", teknisk.t06, "innlagt utskrevet rapport"),
    _row("R-T07", teknisk.t07, "ukjent_c"),
    _row("R-T08", teknisk.t08, "epikrise varsel oppdatert rapport utskrevet klar svar innleggelse innlagt"),
    _answered("R-T10", teknisk.t10),
    _answered("R-T11", teknisk.t11, new=True),
    _answered("R-T12", teknisk.t12),
    _refused("R-T13", teknisk.t13),
    _row("R-T14", teknisk.t14, "rapport.forbehold epikrise.tid"),
)
PLO20: Final = (
    _row("R-K07", dialog.k07, "klar svar oppdatert rapport utskrevet epikrise"),
    _row("R-K08", dialog.k08, "klar svar rapport utskrevet"),
)
"""Those that take a message of PLO 2.0, which only a receiver with PLO_PLO20 reads."""

REINNLEGGELSE: Final = "R-U32"
"""Broken by a second stay, and not in one (broker.simulate.stories)."""

RULES: Final = tuple(sorted({*(row.rule for row in (*FAULTS, *PLO20)), REINNLEGGELSE}))
"""All that --faults can name."""
