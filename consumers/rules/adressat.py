"""To whom a message was sent: rules that are kept in the table and do not run.

Source: HIS 80415:2012 §5 (E20, E21), HIS 1151:2006 (8117/1) and HIS 1149:2014 §3 (which service gets what).
"""

from collections.abc import Iterator
from typing import Final

from consumers.papers import Papers
from consumers.refusals import refusals
from consumers.rule import Finding, Terms
from consumers.single import technical

UKJENT_MOTTAKER: Final = frozenset({"E20", "E21"})
FEIL_ADRESSAT: Final = ("8117", "1")


def feil_adressat(papers: Papers, _: Terms) -> Iterator[Finding]:
    """Refused because the receiver is not there, or said to have come to the wrong one."""
    for doc, codes in refusals(papers):
        if not UKJENT_MOTTAKER.isdisjoint(codes):
            yield Finding(doc.series, (doc,))
    for doc in papers.dialoger:
        if (doc.latest.tema_kodeverk, doc.latest.tema) == FEIL_ADRESSAT and not doc.refused:
            yield Finding(doc.series, (doc,))


def feil_tjeneste(_papers: Papers, _terms: Terms) -> Iterator[Finding]:
    """Nothing: the agreement knows the services of a party, and not which of them does what."""
    yield from ()


FEIL_MOTTAKER = technical(
    feil_adressat,
    id="R-T03",
    version=1,
    name="Feil adressat",
    betyr="Mottakeren er feil: meldingen var til noen andre.",
    source="HIS 80415:2012 §5",
    text="Meldingen er sendt til feil mottaker, eller til en mottaker som ikke finnes.",
    av="Feil adressat meldes av R-U30, så regelen gir ikke egne avvik.",
)

FEIL_TJENESTE = technical(
    feil_tjeneste,
    id="R-T09",
    version=1,
    name="Feil tjeneste",
    betyr="Meldingen gikk til en annen tjeneste enn den som skal ha den.",
    source="HIS 1149:2014 §3",
    text="Meldingen er sendt til feil tjeneste hos mottakeren.",
    av="Regelen er bare statistikk, fordi også de offisielle eksemplene går til «Sykepleietjeneste».",
)

RULES = (FEIL_MOTTAKER, FEIL_TJENESTE)
