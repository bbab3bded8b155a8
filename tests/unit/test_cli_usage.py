"""How commands end: exit codes, sentences in bokmål, never a traceback."""

from pathlib import Path

import pytest
import typer
from cli_runner import run_plo

from adapters.errors import Transient
from broker.cli.exits import AWAY, BUG, REFUSED, USAGE, Stop, run, stop_of
from broker.cli.pages import walk
from broker.cli.tree import plo

COMMANDS = dict(walk(typer.main.get_command(plo)))


def test_there_are_commands() -> None:
    """The command line of the issue, whole."""
    alone = "run part status check send trace analyse reprocess settings asyncapi pasientregister"
    grouped = (
        "avvik list, avvik show, avvik explain, avvik follow, avvik answer, avvik close, avvik withdraw, "
        "rules show, dlt list, dlt show, dlt replay, dlt discard, dlt edit, dlt diff, dlt export, "
        "dlt stats, key create, key list, key revoke, "
        "topics apply, topics diff, kafka start, kafka stop, kafka status, kvitteringer mangler, "
        "simulate score, alias import, alias list, alias remove, "
        "user create, user password, user roles, user disable, user list, audit list, audit verify"
    )
    leaves = {f"plo {name}" for name in (*alone.split(), *grouped.split(", "))}
    assert {path for path, one in COMMANDS.items() if not hasattr(one, "commands")} == leaves


@pytest.mark.parametrize("path", COMMANDS)
def test_every_command_has_help_in_bokmal(path: str) -> None:
    """--help says how it is used, and no word of Typer's English is left."""
    ran = run_plo(*path.split()[1:], "--help")
    assert ran.code == 0
    assert ran.out.startswith(f"Bruk: {path}")
    for english in ("Usage", "Options", "Show this message", "Arguments", "Commands", "default"):
        assert english not in ran.out
    assert max(map(len, ran.out.splitlines())) <= 100


@pytest.mark.parametrize("path", [path for path, one in COMMANDS.items() if not hasattr(one, "commands")])
def test_every_command_has_an_example(path: str) -> None:
    """An example is what one reads first; it begins with the command it is about."""
    epilog = COMMANDS[path].epilog
    assert epilog and path in epilog


@pytest.mark.parametrize("path", COMMANDS)
def test_every_parameter_is_explained(path: str) -> None:
    """A parameter without words is of no use at night."""
    for one in COMMANDS[path].params:
        assert one.name == "help" or one.help.endswith("."), f"{path} {one.name}"


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (("check",), "FIL…|MAPPE|ZIP|- mangler."),
        (("check", "--jsn", "x"), "Ukjent valg: --jsn. Mente du --json?"),
        (("tull",), "Ukjent kommando."),
        (("avvik", "tull"), "Ukjent kommando."),
        (("rules", "show", "R-U02", "R-U03"), "For mange argumenter"),
        (("avvik", "list", "--antall", "mange"), "--antall har en verdi som ikke kan brukes."),
        (("avvik", "list", "--siden"), "Valget --siden er brukt feil"),
        (("key", "create", "navn"), "--her mangler."),
    ],
)
def test_wrong_use_is_two_and_says_what(argv: tuple[str, ...], said: str) -> None:
    """Exit code 2, what was wrong, and where help is."""
    ran = run_plo(*argv)
    assert ran.code == USAGE
    assert ran.err.startswith(said)
    assert "Hjelp: plo" in ran.err
    assert ran.out == ""


@pytest.mark.parametrize(
    ("env", "said"),
    [
        ({"PLO_HTTP_PORT": "abc"}, "PLO_HTTP_PORT skal være et helt tall."),
        ({"PLO_WORKERS": "99"}, "PLO_WORKERS kan være høyst 64."),
        ({"PLO_PRODUCE_LIMIT_S": "0"}, "PLO_PRODUCE_LIMIT_S skal være større enn 0"),
        ({"PLO_LOG_LEVEL": "LOUD"}, "PLO_LOG_LEVEL skal være en av 'DEBUG'"),
        ({"PLO_FOLDERS": '[{"her": ["1"]}]'}, "PLO_FOLDERS (0.path) mangler."),
        ({"PLO_FOLDERS": "inn"}, "PLO_FOLDERS er ikke gyldig JSON."),
    ],
)
def test_wrong_settings_are_named(env: dict[str, str], said: str) -> None:
    """Exit code 2, the name of the variable, and what it should be."""
    ran = run_plo("settings", env=env)
    assert ran.code == USAGE
    assert ran.err.startswith(said)


def test_wrong_agreement_names_the_line(tmp_path: Path) -> None:
    """A fault of the agreement file is told with file and line, before anything starts."""
    file = tmp_path / "avtale.toml"
    file.write_text('produksjon = false\n[[part]]\nher = "x1"\nnavn = "A"\nkind = "kommune"\n')
    for command in ("run", "topics diff", "avvik list", f"check {file}"):
        ran = run_plo(*command.split(), env={"PLO_AGREEMENTS": str(file), "PLO_HOME": str(tmp_path)})
        assert ran.code == USAGE
        assert f"{file}:3:" in ran.err


class Oddity(Exception):
    """Something nobody thought of."""


@pytest.mark.parametrize(
    ("error", "code"),
    [(Transient("x"), AWAY), (Stop(REFUSED, "nei"), REFUSED), (Oddity("hemmelig"), BUG)],
)
def test_errors_end_in_their_code(error: Exception, code: int) -> None:
    """Away is 3, refused is 1, our own mistakes are neither."""
    assert stop_of(error).code == code


def test_our_own_mistakes_show_no_traceback_and_quote_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    """An unexpected exception is told by its class: its text may quote a message."""

    def broken(**_: object) -> None:
        raise Oddity("hemmelig")

    assert run(broken) == BUG
    said = capsys.readouterr().err
    assert "Oddity" in said
    assert "hemmelig" not in said
    assert "Traceback" not in said


@pytest.mark.parametrize(("level", "shown"), [("DEBUG", True), ("INFO", False), ("LOUD", False)])
def test_who_asks_for_everything_sees_where(
    level: str, shown: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A traceback with PLO_LOG_LEVEL=DEBUG alone; a level that is none shows nothing, and breaks nothing."""

    def broken(**_: object) -> None:
        raise Oddity

    monkeypatch.setenv("PLO_LOG_LEVEL", level)
    assert run(broken) == BUG
    assert ("Traceback" in capsys.readouterr().err) == shown
