"""Messages that were refused, with an AppRec or at our own door, by what the codes of 8221 say is wrong.

Source: HITS 1168:2016 §5 (the sender must act: correct it and send it with a new MsgId) and HIS 80415:2012 §5
(8221). Each code is one rule's; what none of the others takes, and a refusal without a code, is R-T02's.
"""

from collections.abc import Callable, Iterator
from typing import Final

from consumers.papers import Papers
from consumers.refusals import refusals
from consumers.rule import Finding, Terms
from consumers.single import technical
from schemas.codes import APPREC_FEIL

PASIENT: Final = frozenset({"E30", "E31", "E32", "E36"})
SIGNATUR: Final = frozenset({"S01", "S02", "S03"})


def negativ(papers: Papers, _: Terms) -> Iterator[Finding]:
    """Refused for a reason that no other rule here tells of, or without one."""
    for doc, codes in refusals(papers):
        rest = [code for code in codes if not (_is_format(code) or code in PASIENT | SIGNATUR)]
        if rest or not codes:
            yield Finding(doc.series, (doc,), text=_reasons(rest))


def ugyldig(papers: Papers, _: Terms) -> Iterator[Finding]:
    """Refused as not well-formed, not valid, or of a format that the receiver does not read."""
    yield from _refused_for(papers, _is_format)


def ukjent_pasient(papers: Papers, _: Terms) -> Iterator[Finding]:
    """Refused because it does not tell well enough who the patient is."""
    yield from _refused_for(papers, PASIENT.__contains__)


def signatur(papers: Papers, _: Terms) -> Iterator[Finding]:
    """Refused because of its signature, or the certificate behind it."""
    yield from _refused_for(papers, SIGNATUR.__contains__)


def _refused_for(papers: Papers, is_reason: Callable[[str], bool]) -> Iterator[Finding]:
    for doc, codes in refusals(papers):
        if any(map(is_reason, codes)):
            yield Finding(doc.series, (doc,))


def _is_format(code: str) -> bool:
    return code.startswith("T")


def _reasons(codes: list[str]) -> str | None:
    """In the words of 8221, where all are known."""
    words = "; ".join(APPREC_FEIL.get(code, "") for code in codes)
    known = codes and all(code in APPREC_FEIL for code in codes)
    return f"Meldingen er avvist. Oppgitt årsak: {words}." if known else None


NEGATIV = technical(
    negativ,
    id="R-T02",
    version=3,
    name="Negativ applikasjonskvittering",
    betyr="Meldingen er avvist, av mottakeren eller her, av en annen grunn enn dem som har egne regler.",
    source="HITS 1168:2016 §5",
    text="Meldingen er avvist, så den regnes som ikke levert.",
)

UGYLDIG = technical(
    ugyldig,
    id="R-T04",
    version=3,
    name="Ugyldig melding",
    betyr="Meldingen er avvist, av mottakeren eller her, fordi formatet er feil eller ukjent.",
    source="HIS 80415:2012 §5",
    text="Meldingen er avvist fordi formatet er feil eller ikke støttes.",
)

UKJENT_PASIENT = technical(
    ukjent_pasient,
    id="R-T05",
    version=3,
    name="Utilstrekkelig identifisert pasient",
    betyr="Meldingen er avvist, av mottakeren eller her, fordi den ikke sier godt nok hvem pasienten er.",
    source="HIS 80415:2012 §5",
    text="Meldingen er avvist fordi pasienten ikke er tilstrekkelig identifisert.",
)

SIGNATUR_FEIL = technical(
    signatur,
    id="R-T13",
    version=3,
    name="Ugyldig signatur",
    betyr="Meldingen er avvist, av mottakeren eller her, fordi signaturen eller sertifikatet er ugyldig.",
    source="HIS 80415:2012 §5",
    text="Meldingen er avvist på grunn av feil ved signaturen eller sertifikatet.",
)

RULES = (NEGATIV, UGYLDIG, UKJENT_PASIENT, SIGNATUR_FEIL)
