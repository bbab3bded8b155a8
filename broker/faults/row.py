"""One line of the table of codes."""

from typing import NamedTuple


class Row(NamedTuple):
    """A code, for the one who meets it.

    Attributes:
        code: ours, as in adapters.errors.Problem.
        what: what is wrong, one sentence.
        do: what to do about it.
    """

    code: str
    what: str
    do: str
