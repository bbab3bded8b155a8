"""How far a long check has come, and that it costs nothing that nobody asked for."""

import io
import subprocess
import sys
from pathlib import Path

import pytest
from broken_reports import REPORT

from broker.cli import progress


class Terminal(io.StringIO):
    """Somebody is watching."""

    def isatty(self) -> bool:
        return True


def test_counted_on_the_terminal_while_the_output_goes_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """One line, written over itself, and gone at the end."""
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setattr(progress, "EVERY_S", -1)
    assert list(progress.followed(iter("abc"), "melding", "meldinger")) == ["a", "b", "c"]
    assert "1 melding …" in screen.getvalue() and "3 meldinger …" in screen.getvalue()
    assert screen.getvalue().endswith(progress.CLEAR)


def test_silent_where_nobody_watches(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a build job, and where the lines of the table already tell."""
    quiet, table = io.StringIO(), Terminal()
    monkeypatch.setattr(progress, "EVERY_S", -1)
    monkeypatch.setattr(sys, "stderr", quiet)
    assert list(progress.followed(iter("ab"), "melding", "meldinger")) == ["a", "b"]
    monkeypatch.setattr(sys, "stderr", table)
    monkeypatch.setattr(sys, "stdout", Terminal())
    assert list(progress.followed(iter("ab"), "melding", "meldinger")) == ["a", "b"]
    assert quiet.getvalue() == table.getvalue() == ""


def test_what_explains_is_not_loaded_for_a_message_that_needs_no_explanation(tmp_path: Path) -> None:
    """`xmlschema` takes a third of the start, and half a second to read the schemas."""
    (tmp_path / "god.xml").write_bytes(REPORT)
    code = (
        "import sys; from broker.cli.exits import run; from broker.cli.tree import plo;"
        f"code = run(plo, ['check', {str(tmp_path)!r}]);"
        "sys.exit(code or 'xmlschema' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True).returncode == 0
