"""A message that lies somewhere, to be read when its turn comes."""

from collections.abc import Callable
from typing import NamedTuple


class Source(NamedTuple):
    """One message that can be read, once, before the next is asked for.

    Attributes:
        name: as it is shown: "innboks/a.xml", "suite.zip/case1.xml".
        content: its bytes, at most one more than its argument says: enough to see that it is too large.
            Raises OSError, or Rejected where there is no message to read.
    """

    name: str
    content: Callable[[int], bytes]
