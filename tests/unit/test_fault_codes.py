"""The table of codes has every code that a refused message can get, and no other."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from adapters.messages.decisions import decision
from broker.faults.document import CODES, SECTIONS, document
from schemas.codes import APPREC_FEIL
from schemas.frister import DEFAULTS

ROOT = Path(__file__).resolve().parents[2]
CODE = re.compile(r"[a-z]+\.[a-z0-9_]+")
KINDS = {code.partition(".")[0] for code in CODES}
MAKERS = {"Problem", "refused", "_refusal", "_problem", "_rejected"}
"""What makes a problem: its first argument, or `code`, is the code."""
LOGGING = {"debug", "info", "warning", "error", "exception", "critical"}
DEADLINES = set(DEFAULTS)
"""Keys of the agreement, which may look like codes."""
SHORT = "xsd."
"""What `Complaint.problem` puts before the code that it is given."""


def trees() -> list[ast.Module]:
    """Our sources, but for the table itself."""
    files = [
        file for package in ("adapters", "consumers", "broker") for file in (ROOT / package).rglob("*.py")
    ]
    return [ast.parse(file.read_text(encoding="utf-8")) for file in files if file.parent.name != "faults"]


def name_of(call: ast.Call) -> str:
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def given(call: ast.Call) -> list[str]:
    """The texts that may be the code of a call."""
    arguments = [*call.args[:1], *(each.value for each in call.keywords if each.arg == "code")]
    return [str(each.value) for each in arguments if isinstance(each, ast.Constant)]


def used() -> Iterator[str]:
    """Codes that stand in the source: of a kind that the table knows, or given to what makes a problem."""
    for tree in trees():
        logged = {
            text for node in ast.walk(tree) if isinstance(node, ast.Call) and name_of(node) in LOGGING
            for text in given(node)
        }  # fmt: skip
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.fullmatch(node.value):
                if node.value.partition(".")[0] in KINDS and node.value not in logged | DEADLINES:
                    yield node.value
            elif isinstance(node, ast.Call) and name_of(node) in MAKERS:
                yield from (code for code in given(node) if CODE.fullmatch(code))
            elif isinstance(node, ast.Call) and name_of(node) == "problem":
                yield from (SHORT + code for code in given(node) if re.fullmatch(r"[a-z_]+", code))


def test_every_code_has_a_row_and_every_row_a_code() -> None:
    """A code without a row leaves the sender alone with it; a row without a code is wrong."""
    found = set(used())
    assert len(found) > 50
    assert found - set(CODES) == set()
    assert set(CODES) - found == set()


def test_every_row_says_what_and_what_to_do() -> None:
    """Sentences, and each code once."""
    rows = [row for _, _, rows in SECTIONS for row in rows]
    assert len(rows) == len(CODES)
    for row in rows:
        assert row.what[0].isupper() and row.what.endswith(".")
        assert row.do[0].isupper() and row.do.endswith((".", "?"))


def test_every_code_of_the_apprec_is_known() -> None:
    """8221 has it, and the page explains it."""
    decided = {decision(code).code for code in CODES}
    assert decided <= set(APPREC_FEIL)
    assert all(f"| {code} | {text} |" in document() for code, text in APPREC_FEIL.items())
