"""The documents that the command line writes of itself: kommandoer.md and innstillinger.md."""

from collections.abc import Iterator
from pathlib import Path

from broker.cli.pages import page, walk
from broker.cli.service import settings

INTRODUCTION = """# Kommandoer

Laget av `make docs` fra kommandoene selv; endringer her blir borte. Det samme viser `plo --help` og
`plo KOMMANDO --help`.
"""


def write(folder: Path) -> None:
    """Write both to `folder`."""
    (folder / "kommandoer.md").write_text(commands(), encoding="utf-8")
    (folder / "innstillinger.md").write_text(settings.document(), encoding="utf-8")


def commands() -> str:
    """docs/kommandoer.md."""
    return INTRODUCTION + "".join(_sections())


def _sections() -> Iterator[str]:
    import typer

    from broker.cli.tree import plo

    for path, command in walk(typer.main.get_command(plo)):
        yield f"\n## {path}\n\n```text\n{page(command, path)}```\n"
