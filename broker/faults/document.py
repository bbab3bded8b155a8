"""docs/feilkoder.md: the table of codes for the one who got one."""

from collections.abc import Iterable, Iterator
from types import MappingProxyType
from typing import Final

from adapters.messages.decisions import decision
from broker.faults import around, enclosed, form, message
from broker.faults.row import Row
from schemas.codes import APPREC_FEIL

SECTIONS: Final = (
    (
        "XML: kan filen leses?",
        "Linje og kolonne står i svaret.",
        form.XML,
    ),
    (
        "Skjema: følger meldingen standarden?",
        "Hver feil har XPath med kjente prefikser, linje, hva som ble funnet (bare slaget, aldri verdien)\n"
        "og hva som ventes. Alle feil finnes på én gang, inntil 50.",
        form.XSD,
    ),
    ("Type: hvilken melding er det?", "", message.TYPE),
    ("Hode: hvem, til hvem og om hvem?", "", message.PARTIES),
    ("Vedlegg", "Hele meldingen avvises.", enclosed.ATTACHMENTS),
    ("Signatur", "Bare når mottakeren kontrollerer signaturer.", enclosed.SIGNATURES),
    ("Filer (bare plo check)", "Ingen AppRec: det er ingen melding å svare på.", around.FILES),
    (
        "Poster på Kafka (bare plo dlt)",
        "Ingen AppRec: meldingen var tatt imot før posten ble skrevet.",
        around.RECORDS,
    ),
    ("Rettelser (bare plo dlt edit og konsollen)", "Ingen AppRec: den er gitt for originalen.", around.EDITS),
)
"""Heading, what to know about them all, rows."""

CODES: Final = MappingProxyType({row.code: row for _, _, rows in SECTIONS for row in rows})
"""Every code -> its row."""

_UNANSWERED: Final = frozenset({row.code for row in (*around.FILES, *around.RECORDS, *around.EDITS)})

_BEGINNING = """# Feilkoder

Laget av `make docs` fra tabellen over kodene; endringer her blir borte.

Her står hver kode en avvist melding kan få, og hva du gjør med den. Kodene vises av `plo check`, `plo send`
og `plo dlt`. En melding kan ha flere feil.

AppRec er koden avsenderen får i kvitteringen (kodeverk 8221), og krav er hva standarden sier om å avvise for
den: SKAL eller KAN. Når avsender eller MsgId ikke kan leses, kan ingen kvittere. Da får den som leverte
filen, feilene direkte: som svar på HTTP-kallet, eller i en fil ved siden av meldingen i `avvist/`.
"""


def document() -> str:
    """docs/feilkoder.md."""
    return "\n".join(_document()) + "\n"


def _document() -> Iterator[str]:
    yield _BEGINNING.rstrip()
    for heading, about, rows in SECTIONS:
        yield f"\n## {heading}\n"
        if about:
            yield f"{about}\n"
        yield from _table(("kode", "AppRec", "krav", "hva", "gjør"), map(_cells, rows))
    yield "\n## Kodene i AppRec\n"
    yield from _table(("kode", "tekst"), APPREC_FEIL.items())


def _cells(row: Row) -> tuple[str, ...]:
    decided = decision(row.code)
    answer = ("–", "–") if row.code in _UNANSWERED else (decided.code, decided.demand)
    return f"`{row.code}`", *answer, row.what, row.do


def _table(columns: Iterable[str], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    names = list(columns)
    yield f"| {' | '.join(names)} |"
    yield "|" + "---|" * len(names)
    for row in rows:
        yield f"| {' | '.join(row)} |"
