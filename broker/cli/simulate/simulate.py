"""plo simulate: stays of synthetic patients with known faults, and how many of them were found."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from broker.cli import start
from broker.cli.exits import REFUSED, USAGE, Stop
from broker.cli.messages.send import Key, Url
from broker.cli.pages import FINDINGS, Group, command

if TYPE_CHECKING:
    from broker.simulate.made import Wish

HELP = """
Lag hele opphold for oppdiktede pasienter i flere kommuner, med kjente feil. Meldingene er gyldige, bortsett
fra noen få som mottaket skal avvise (ikke med --rate). Samme frø gir de samme meldingene. Med --out skrives
de i en mappe, sammen med fasiten (truth.json), når filene kom (received.csv) og avtalen (avtaler.toml). Med
--rate sendes de til en tjeneste som kjører.

--faults er regler som skal brytes, med komma mellom, eller «alle» eller «ingen». R-K07 og R-K08 brukes bare
når de nevnes: de tar en melding i PLO 2.0, som krever PLO_PLO20=true.

Med --rate må tjenesten bruke avtalen som --out skriver, og nøkkelen må være merket historikk og kunne sende
for alle partene i den. Tiden går så fort som meldingene sendes: meldingens egen tid gjelder. Ett frø gir
andre meldinger med --rate enn med --out, så fasiten fra --out er ikke dens.
"""
EXAMPLES = """
plo simulate --stays 400 --seed 1 --out sim
plo analyse sim --received sim/received.csv --agreement sim/avtaler.toml --json > avvik.jsonl
plo simulate score sim/truth.json avvik.jsonl
plo simulate --stays 50 --seed 2 --faults R-U03,R-K01 --out sim2
plo simulate --stays 50 --seed 2 --rate 20 --key plo_…
"""
SCORE = """
Hold avvikene fra plo analyse --json opp mot fasiten fra plo simulate.

For hver regel: hvor mange avvik som skulle vært funnet og ble det (gjenfinning), og hvor mange av dem som ble
funnet, som er riktige (presisjon). Utgangskoden er 1 når gjenfinningen er under 100 % eller presisjonen under
99 % for reglene samlet.
"""
SCORE_EXAMPLES = """
plo simulate score sim/truth.json avvik.jsonl
plo simulate score sim/truth.json avvik.jsonl --alle
plo simulate score sim/truth.json avvik.jsonl --rules R-U03,R-U04 --json
"""

app = typer.Typer(
    name="simulate",
    cls=Group,
    help=HELP,
    epilog=EXAMPLES,
    rich_help_panel=FINDINGS,
    invoke_without_command=True,
)


Stays = Annotated[int, typer.Option("--stays", metavar="N", min=1, help="Hvor mange opphold.")]
Seed = Annotated[int, typer.Option("--seed", metavar="S", min=0, help="Frøet.")]
Faults = Annotated[
    str, typer.Option("--faults", metavar="REGLER", help="Regler som brytes, eller alle eller ingen.")
]
Out = Annotated[
    Path | None, typer.Option("--out", metavar="MAPPE", help="Skriv alt her. Mappen må være tom eller ny.")
]
Rate = Annotated[
    float | None, typer.Option("--rate", metavar="R", min=0.01, help="Send R meldinger i sekundet.")
]


@app.callback()
def simulate(
    context: typer.Context,
    stays: Stays = 100,
    seed: Seed = 1,
    faults: Faults = "alle",
    out: Out = None,
    rate: Rate = None,
    url: Url = None,
    key: Key = None,
) -> None:
    """Make them, and write or send them."""
    if context.invoked_subcommand:
        return
    from broker.cli.reach import door_of
    from broker.cli.simulate import simulating

    if (out is None) == (rate is None):
        raise Stop(USAGE, "Velg enten --out eller --rate.", "Hjelp: plo simulate --help")
    wish = _wish(stays, seed, faults, live=rate is not None)
    if out:
        simulating.into(out, wish)
    elif rate:
        chosen = start.settings()
        target = door_of(url, chosen.host, chosen.http_port)
        secret = chosen.key.get_secret_value() if key is None else key
        if simulating.post(wish, rate, target, secret, chosen.max_message_bytes):
            raise typer.Exit(REFUSED)


@command(app, "score", SCORE, SCORE_EXAMPLES)
def score(
    truth: Annotated[Path, typer.Argument(metavar="FASIT", help="truth.json fra plo simulate.")],
    avvik: Annotated[Path, typer.Argument(metavar="AVVIK", help="Linjene fra plo analyse --json.")],
    rules: Annotated[
        str | None, typer.Option("--rules", metavar="REGLER", help="Bare disse reglene, med komma mellom.")
    ] = None,
    alle: Annotated[bool, typer.Option("--alle", help="Vis hver feil, med oppholdet den gjelder.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Ett JSON-objekt per regel.")] = False,
) -> None:
    """Count, and tell."""
    from broker.cli.simulate import scored
    from broker.simulate.score import score as count

    only = _only(rules) if rules is not None else None
    result = count(scored.stays_of(truth), scored.avvik_of(avvik), only)
    scored.printed(result, every=alle, as_json=as_json)
    if not result.good:
        raise typer.Exit(REFUSED)


def _only(named: str) -> frozenset[str]:
    """The rules to count. Raises Stop for one that there is not: of nothing, nothing is missed."""
    from broker.avvik_words import rules

    chosen = frozenset(name.strip().upper() for name in named.split(","))
    if unknown := sorted(chosen - {*rules()}):
        raise Stop(USAGE, f"Ingen regel heter {', '.join(unknown)}.", "Reglene: plo rules")
    return chosen


def _wish(stays: int, seed: int, faults: str, *, live: bool) -> "Wish":
    """What was asked for. Raises Stop for a rule that cannot be broken, and for too many stays."""
    from broker.simulate.faults import PLO20, RULES
    from broker.simulate.made import MOST, Wish

    if stays > MOST:
        raise Stop(USAGE, f"--stays kan være høyst {MOST}.", "Bruk flere frø.")
    by_name = {"alle": {*RULES} - {row.rule for row in PLO20}, "ingen": set()}
    named = {name.strip().upper() for name in faults.split(",")} - {""}
    chosen = by_name.get(faults.strip().lower(), named)
    if not faults.strip(" ,"):
        raise Stop(USAGE, "--faults er tom.", "Skriv regler med komma mellom, alle eller ingen.")
    if unknown := sorted(chosen - {*RULES}):
        what = f"Kan ikke bryte {', '.join(unknown)}: ingen slik regel, eller ingen melding kan bryte den."
        raise Stop(USAGE, what, "Reglene: plo rules")
    return Wish(stays, seed, frozenset(chosen), live)
