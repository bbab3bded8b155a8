"""plo as a user runs it, in this process: exit code, standard output, standard error."""

import io
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any, NamedTuple

import orjson
import pytest

from broker.cli.exits import run
from broker.cli.tree import plo

EXAMPLES = Path(__file__).resolve().parents[2] / "shared" / "standards" / "examples"


class Ran(NamedTuple):
    """What a command ended with."""

    code: int
    out: str
    err: str

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The objects of --json, one a line."""
        return [orjson.loads(line) for line in self.out.splitlines()]


def run_plo(*argv: str, env: Mapping[str, str] | None = None, stdin: bytes = b"") -> Ran:
    """Run one command; `env` holds its PLO_ variables, and a terminal of 100 columns."""
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        for name, value in {"COLUMNS": "100", **(env or {})}.items():
            patch.setenv(name, value)
        patch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        code = run(plo, list(argv))
    return Ran(code, out.getvalue(), err.getvalue())
