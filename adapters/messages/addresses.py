"""Addresses, read once: the same few parties write all messages, and reading one costs as much as parsing."""

from collections.abc import Callable
from functools import lru_cache

from lxml import etree

from adapters.messages.address import Address
from adapters.messages.reading import Element

Read = Callable[[Element], Address | None]

REMEMBERED = 2048
"""How many addresses are kept."""
LONGEST = 2048
"""Longest address that is kept, in characters of XML; real ones have about 700."""
LONGEST_READ = 16_384
"""Longest address that is read at all, in bytes of UTF-8: it stands in every AppRec of its message, and these
must be sent."""


def address(element: Element | None, read: Read) -> Address | None:
    """The address in `element`, read by `read`; None when there is nothing to read, or far too much."""
    if element is None:
        return None
    xml = etree.tostring(element, encoding="unicode", with_tail=False)  # a sixth faster than bytes
    if len(xml) <= LONGEST:
        return _read(xml, read)
    return read(element) if len(xml.encode()) <= LONGEST_READ else None


@lru_cache(maxsize=REMEMBERED)
def _read(xml: str, read: Read) -> Address | None:
    return read(etree.fromstring(xml))  # it comes out of a tree that was parsed safely
