"""plo settings, and the documents that are made from the command line."""

from pathlib import Path

from cli_runner import run_plo

from broker.cli import documents
from broker.cli.service import settings as settings_command
from broker.settings import SECRETS, Settings

DOCS = Path(__file__).resolve().parents[2] / "docs"


def test_every_setting_is_shown_with_its_meaning() -> None:
    """One row each, in the order of the class, with a sentence."""
    rows = run_plo("settings", "--json").rows
    assert [row["env"] for row in rows] == [f"PLO_{name.upper()}" for name in Settings.model_fields]
    assert all(str(row["description"]).endswith((".", "].", ")")) for row in rows)


def test_what_is_set_is_told_from_what_is_not() -> None:
    """A changed value, and the one it stands in for."""
    rows = run_plo("settings", "--json", env={"PLO_HTTP_PORT": "8490"}).rows
    (port,) = [row for row in rows if row["env"] == "PLO_HTTP_PORT"]
    assert (port["value"], port["default"], port["given"]) == ("8490", "8480", True)


def test_secrets_are_never_shown() -> None:
    """Neither to people nor to programs; that one is set is no secret."""
    env = {
        "PLO_PID_SECRET": "KANARIFUGL",
        "PLO_DATABASE": "postgresql://KANARIFUGL@db",
        "PLO_KEY": "KANARIFUGL",
        "PLO_S3_SECRET": "KANARIFUGL",
        "PLO_KAFKA_PASSWORD": "KANARIFUGL",
        "PLO_OIDC_CLIENT_SECRET": "KANARIFUGL",
    }
    for flags in ((), ("--json",)):
        out = run_plo("settings", *flags, env=env).out
        assert "KANARIFUGL" not in out
        assert out.count("••••") >= len(env)
    masked = {row["env"] for row in run_plo("settings", "--json", env=env).rows if row["value"] == "••••"}
    assert masked == set(env) == {f"PLO_{name.upper()}" for name in SECRETS}


def test_documents_are_not_stale() -> None:
    """docs/kommandoer.md and docs/innstillinger.md are what the program gives: make docs."""
    assert (DOCS / "kommandoer.md").read_text(encoding="utf-8") == documents.commands()
    assert (DOCS / "innstillinger.md").read_text(encoding="utf-8") == settings_command.document()
