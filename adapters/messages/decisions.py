"""The decision table of receipts: what must, may and must never be answered or refused, and with which code.

Rows of HIS 80415:2012, HITS 1168:2016 and the official test workbook (“ark”, by its rows); where these are
silent or disagree, what is settled (rules.md §12). The judgement reads it: a fault that no row lets refuse
refuses nothing, and what no row lets answer is not answered.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

from adapters.errors import Problem

Demand = Literal["SKAL", "KAN", "ALDRI"]
What = Literal["kvitter", "avvis"]


@dataclass(frozen=True, slots=True)
class Decision:
    """One row.

    Attributes:
        situation: a fault by our code for it ("msgid.reused") or the first word of that ("msgid"); else a
            circumstance (circumstances.py), or something that nothing here looks for.
        what: answer with an AppRec, or refuse with one of status 2.
        code: 8221: what the refusal says, or must not say.
    """

    situation: str
    what: What
    demand: Demand
    code: str
    source: str


_ROWS = (
    Decision("godtatt", "kvitter", "SKAL", "", "HIS 80415:2012; ark 1–4"),
    Decision("avvist", "kvitter", "SKAL", "", "HIS 80415:2012"),
    Decision("kopi", "kvitter", "SKAL", "", "HITS 1168:2016 §6, én for hver av våre; ark 7, 10, 11"),
    Decision("manuell", "kvitter", "KAN", "", "HITS 1168:2016, innen 96 timer; ark 14, 15, 27"),
    Decision("etter_fristen", "kvitter", "KAN", "", "HITS 1168:2016 med rettelser, status 1; ark 42"),
    Decision("gjentatt", "kvitter", "ALDRI", "", "HIS 80415:2012, én og endelig; ark 11, 12, 41"),
    Decision("kvittering", "kvitter", "ALDRI", "", "HIS 80415:2012"),
    Decision("annen_mottaker", "kvitter", "ALDRI", "", "HITS 1168:2016 §5.3; ark 21"),
    Decision("uten_avsender", "kvitter", "ALDRI", "", "HITS 1168:2016 §5.3"),
    Decision("test_i_produksjon", "kvitter", "ALDRI", "", "HIS 80601, prosesstatus; apprec.md §1"),
    Decision("ikke_avsender", "kvitter", "ALDRI", "", "architecture.md §3, sendt for en annen"),
    Decision("xml", "avvis", "KAN", "T01", "HIS 80415:2012 §5; ark 16, 32"),
    Decision("xsd", "avvis", "KAN", "T02", "HIS 80415:2012 §5; ark 33"),
    Decision("type", "avvis", "KAN", "T10", "HIS 80415:2012 §5; ark 34"),
    Decision("type.disagrees", "avvis", "KAN", "T99", "messages.md §1"),
    Decision("type.no_payload", "avvis", "KAN", "T99", "messages.md §1"),
    Decision("status", "avvis", "KAN", "T99", "HISD 1154:2018"),
    Decision("attachment", "avvis", "KAN", "T99", "HIS 1036; HIS 1077:2017"),
    Decision("signature", "avvis", "SKAL", "S01", "HIS 80415:2012 §5; ark 29"),
    Decision("signature.form", "avvis", "KAN", "S99", "HIS 80415:2012 §5"),
    Decision("certificate", "avvis", "SKAL", "S02", "HIS 80415:2012 §5; ark 30"),
    Decision("certificate.revoked", "avvis", "SKAL", "S03", "HIS 80415:2012 §5; ark 31"),
    Decision("msgid", "avvis", "SKAL", "E10", "HIS 80415:2012 §5; ark 28; rules.md §12.10"),
    Decision("receiver", "avvis", "SKAL", "E21", "HIS 80415:2012 §5; ark 17–20, 35–40; rules.md §12.11"),
    Decision("patient.insufficient", "avvis", "SKAL", "E36", "HIS 80415:2012 §5; ark 24; rules.md §12.12"),
    Decision("patient.unknown", "avvis", "SKAL", "E35", "HIS 80415:2012 §5; ark 23, bare epikrise og svar"),
    Decision("sender", "avvis", "KAN", "X99", "rules.md §12.9"),
    Decision("sender.missing", "avvis", "KAN", "T02", "HITS 1168:2016 §5.3"),
    Decision("apprec", "avvis", "KAN", "X99", "apprec.md §6"),
    Decision("ohjelp", "avvis", "ALDRI", "E36", "HITS 1168:2016; ark 24"),
    Decision("avvik_uten_pasient", "avvis", "ALDRI", "E36", "HIS 1151:2006; rules.md §12.12"),
    Decision("kontrollsiffer", "avvis", "ALDRI", "E31", "HIS 80415:2012 §5, pasienten er kjent likevel"),
    Decision("uten_fodselsnummer", "avvis", "ALDRI", "E30", "HIS 80415:2012 §5, pasienten er kjent likevel"),
    Decision("uten_navn", "avvis", "ALDRI", "E32", "HIS 80415:2012 §5, pasienten er kjent likevel"),
    Decision("lege_finnes_ikke", "avvis", "ALDRI", "E20", "HIS 80415:2012 §5, legekontorets egen kode"),
    Decision("folkeregisteret", "avvis", "ALDRI", "E53", "HIS 80415:2012 §5, ingen av meldingene her"),
    Decision("ikke_registrert", "avvis", "ALDRI", "E54", "HIS 80415:2012 §5, pasienten er kjent likevel"),
    Decision("ukjent_kode", "avvis", "ALDRI", "X99", "HITS 1168:2016, kodeverk endres"),
    Decision("klinisk_innhold", "avvis", "ALDRI", "X99", "HITS 1168:2016"),
    Decision("fagregel", "avvis", "ALDRI", "X99", "HITS 1168:2016, semantikk i PLO"),
    Decision("upresis_adresse", "avvis", "ALDRI", "E21", "HITS 1168:2016"),
    Decision("uten_referanse", "avvis", "ALDRI", "X99", "HISD 1154:2018; pitfalls.md §2, 21 og 22"),
)
OTHER: Final = Decision("annet", "avvis", "KAN", "X99", "HIS 80415:2012 §5")
"""For a fault that has no row."""

DECISIONS: Final[Mapping[str, Decision]] = MappingProxyType({row.situation: row for row in (*_ROWS, OTHER)})
"""The table, by situation."""


def decision(code: str) -> Decision:
    """What is decided for a fault, by our code for it."""
    return DECISIONS.get(code) or DECISIONS.get(code.partition(".")[0], OTHER)


def refusing(found: Iterable[Problem], spared: frozenset[str] = frozenset()) -> tuple[Problem, ...]:
    """The faults that refuse; `spared` are codes of 8221 that must not be given."""
    return tuple([one for one in found if decision(one.code).demand != "ALDRI" and one.apprec not in spared])
