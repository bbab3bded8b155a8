"""Canonical XML: the bytes that a signature is over.

Sources: Canonical XML 1.0 and 1.1, which are one where no ancestor has an xml: attribute (none in a MsgHead
may), and Exclusive Canonicalization 1.0. The work is libxml2's.
"""

from types import MappingProxyType
from typing import Final

from lxml import etree

from adapters.errors import Rejected
from adapters.messages.reading import Element
from adapters.messages.refusals_signature import TRANSFORM

EXCLUSIVE: Final = "http://www.w3.org/2001/10/xml-exc-c14n#"
C14N: Final = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
ALGORITHMS: Final = MappingProxyType(
    {
        C14N: (False, False),
        f"{C14N}#WithComments": (False, True),
        "http://www.w3.org/2006/12/xml-c14n11": (False, False),
        "http://www.w3.org/2006/12/xml-c14n11#WithComments": (False, True),
        EXCLUSIVE: (True, False),
        f"{EXCLUSIVE}WithComments": (True, True),
    }
)
"""Algorithm -> (exclusive, comments are kept)."""

MOST_PREFIXES = 32
"""In one PrefixList; each is looked up at each element."""
MOST_LOOK_UPS = 100_000_000
"""At each element libxml2 looks up every declaration in force among all in force: 0.4 s for so many."""
LONGEST_NAMESPACE = 256
"""Characters; exclusive canonicalization writes a namespace again at every element that uses it."""

_PREFIXES = f"{{{EXCLUSIVE}}}InclusiveNamespaces"


def parser() -> etree.XMLParser:
    """Keeps blanks and instructions, which are signed. The limits are those of `parse`, which came first."""
    return etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, huge_tree=True)


def canonical(element: Element, method: Element | None, comments: bool = True) -> bytes:
    """The element, or for a root all of its document, as `method` canonicalizes it.

    method: an element with @Algorithm; None for the default of XMLDSig. Without `comments` none are kept,
    whatever the method says. Raises Rejected (S99): the method is not one of ALGORITHMS.
    """
    name = C14N if method is None else method.get("Algorithm")
    if name not in ALGORITHMS:
        raise Rejected(TRANSFORM)
    exclusive, kept = ALGORITHMS[name]
    given: bytes = etree.tostring(
        (element if element.getparent() is None else _alone(element)).getroottree(),
        method="c14n",
        exclusive=exclusive,
        with_comments=kept and comments,
        inclusive_ns_prefixes=_prefixes(method, exclusive),
    )
    return given


def _alone(element: Element) -> Element:
    """The element as a document, with the namespaces in force where it stood. Given an element that is no
    root, lxml 6 canonicalizes it wrongly: without the default namespace from above for what is inside."""
    # UTF-8, as ASCII cannot spell every name of an element
    return etree.fromstring(etree.tostring(element, encoding="utf-8", with_tail=False), parser())


def _prefixes(method: Element | None, exclusive: bool) -> list[str]:
    """PrefixList, the only parameter there is. Raises Rejected when there is another, it is too long, or it
    names the default namespace, which lxml leaves out: a right signature would look wrong."""
    parameters = [] if method is None else list(method.iterchildren(etree.Element))
    if not parameters:
        return []
    found = (parameters[0].get("PrefixList") or "").split()
    known = exclusive and [each.tag for each in parameters] == [_PREFIXES]
    if not known or len(found) > MOST_PREFIXES or "#default" in found:
        raise Rejected(TRANSFORM)
    return found


def too_complex(root: Element) -> bool:
    """Whether its namespaces would make canonicalizing slow (look-ups) or its result large (long names)."""
    in_force = look_ups = 0
    for event, found in etree.iterwalk(root, events=("start", "start-ns", "end-ns")):
        if event == "start":
            look_ups += in_force * in_force
            if look_ups > MOST_LOOK_UPS:
                return True
        elif event == "start-ns":
            in_force += 1
            if len(found[1]) > LONGEST_NAMESPACE:
                return True
        else:
            in_force -= 1
    return False
