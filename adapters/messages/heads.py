"""The heads we can read an envelope from, whatever they carry."""

from collections.abc import Callable
from types import MappingProxyType

from adapters.messages import apprec_read, epikrise_head, msghead
from adapters.messages.envelope import Envelope
from adapters.messages.reading import Element

HEADS: MappingProxyType[str, Callable[[Element], Envelope]] = MappingProxyType(
    {
        msghead.ROOT: msghead.envelope,
        **dict.fromkeys(epikrise_head.ROOTS, epikrise_head.envelope),
        **dict.fromkeys(apprec_read.ROOTS, apprec_read.envelope),
    }
)
"""Name of the root element -> reader."""


def envelope_of(root: Element) -> Envelope | None:
    """The envelope, read as far as it goes; None when the root is no message that we know."""
    read = HEADS.get(root.tag)
    return None if read is None else read(root)
