"""plo analyse: what would have been found in an archive of messages, without Kafka or network."""

import asyncio
import sys
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from broker.cli import start
from broker.cli.exits import REFUSED, USAGE, Stop
from broker.cli.pages import FINDINGS, command

if TYPE_CHECKING:
    from broker.analyse.received import Arrivals
    from broker.analyse.summary import Summary
    from broker.cli.lookback.analysing import Asked

app = typer.Typer()

HELP = """
Let etter avvik i et arkiv av meldinger og kvitteringer (XML), fra begge retninger. Ingenting sendes noe sted,
og ingenting blir liggende igjen: meldingene leses inn i en midlertidig database som slettes etterpå.

Uten --received regnes GenDate som tidspunktet meldingen kom. CSV-en har overskriften file,received_at, og
filene nevnes som i arkivet. Uten --now sees det fra nå; det som kom senere enn --now, regnes ikke med.

--aliases er en CSV som til plo alias import: numrene den kobler, er én pasient.

Partene må stå i avtalefilen: regler kjøres ikke for HER-id-er som ingen kjenner.

Utgangskoden er 0 også når avvik er funnet, eller meldinger er avvist. Den er 1 når noe i arkivet ikke lot seg
lese, som en ødelagt zip: da kan det finnes avvik som ikke er med i tallene.
"""
EXAMPLES = """
plo analyse arkiv/
plo analyse arkiv.zip --agreement avtaler.toml --now 2026-03-01
plo analyse arkiv/ --received mottatt.csv --json > avvik.jsonl
plo analyse arkiv/ --html rapport.html
"""

Places = Annotated[list[str], typer.Argument(metavar="MAPPE|ZIP…", help="Arkivet: mapper, zip-er, filer.")]
Now = Annotated[str | None, typer.Option("--now", metavar="TID", help="Se det fra dette tidspunktet.")]
Received = Annotated[
    Path | None, typer.Option("--received", metavar="CSV", help="Når filene kom: file,received_at.")
]
AgreementFile = Annotated[
    Path | None, typer.Option("--agreement", metavar="FIL", help="Avtalefilen. Ellers: PLO_AGREEMENTS.")
]
Aliases = Annotated[
    Path | None, typer.Option("--aliases", metavar="FIL", help="Numre som er samme person: id,fnr.")
]
WithTests = Annotated[
    bool, typer.Option("--med-testmeldinger", help="Regn testmeldinger som vanlige meldinger.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Ett JSON-objekt per avvik.")]
Html = Annotated[
    Path | None, typer.Option("--html", metavar="RAPPORT", help="Skriv en side med tabeller og diagrammer.")
]


@command(app, "analyse", HELP, EXAMPLES, FINDINGS)
def analyse(
    places: Places,
    now: Now = None,
    received: Received = None,
    agreement: AgreementFile = None,
    aliases: Aliases = None,
    with_tests: WithTests = False,
    as_json: AsJson = False,
    html: Html = None,
) -> None:
    """Read, judge, count and tell."""
    from broker.cli.lookback import analysing

    if html:
        _write(html, "a", "")  # better now than after all the work
    chosen = start.settings()
    asked = analysing.Asked(
        places=tuple(places),
        now=_moment(now) if now else start.now(),
        received=_received(received),
        agreement=analysing.agreement_of(agreement) if agreement else start.agreement(chosen),
        with_tests=with_tests,
        aliases=analysing.aliases_of(aliases, chosen),
    )
    summary = asyncio.run(analysing.run(chosen, asked, as_json=as_json))
    if html:
        _report(html, summary, asked)
    _tell(summary, asked, as_json=as_json)
    if summary.taken.unread:
        raise Stop(REFUSED, "", "Rett filene som ikke ble lest, og kjør på nytt.")


def _moment(text: str) -> datetime:
    """The time that --now means. Raises Stop when it means none."""
    from broker import words

    with suppress(OverflowError):  # the first of all days, in a zone east of Greenwich
        if at := words.since(text, start.now()):
            return at.astimezone(UTC)
    raise Stop(USAGE, f"--now {text} kan ikke leses.", "Skriv en dato (2026-02-01) eller en tid med dato.")


def _received(path: Path | None) -> "Arrivals":
    from broker.analyse.received import Arrivals, NotReceived, read

    try:
        return Arrivals(read(path) if path else {})
    except NotReceived as error:
        raise Stop(USAGE, f"--received {path}: {error}.", "Første linje: file,received_at") from None


def _tell(summary: "Summary", asked: "Asked", *, as_json: bool) -> None:
    """The tables; beside the JSON the sums alone, where programs do not look."""
    from broker.cli.lookback.analysed import printed, totals

    if as_json:
        print(*totals(summary, asked.now), sep="\n", file=sys.stderr)
    else:
        printed(summary, asked.agreement, asked.now)


def _report(path: Path, summary: "Summary", asked: "Asked") -> None:
    from broker.analyse.report import report

    _write(path, "w", report(summary, asked.agreement, asked.now))


def _write(path: Path, mode: Literal["w", "a"], text: str) -> None:
    try:
        with path.open(mode, encoding="utf-8") as opened:
            opened.write(text)
    except OSError:
        raise Stop(USAGE, f"Kan ikke skrive {path}.", "Velg en fil i en mappe du kan skrive i.") from None
