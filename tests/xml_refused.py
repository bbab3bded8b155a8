"""What the parser refuses, and the one problem it gives for it."""

import pytest

from adapters.errors import Problem, Rejected
from adapters.xml.parse import parse

MB = 1024 * 1024
LIMIT = 20 * MB


def refusal(raw: bytes, max_bytes: int = LIMIT) -> Problem:
    """The one problem for which `raw` is refused."""
    with pytest.raises(Rejected) as caught:
        parse(raw, max_bytes)
    (problem,) = caught.value.problems
    assert problem.apprec == "T01"
    assert problem.text.endswith(".")
    return problem
