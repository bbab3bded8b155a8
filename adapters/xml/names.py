"""Names and places in a message, as people read them: mh:MsgHead, /mh:MsgHead/mh:Document[2]/@V.

Prefixes are ours, those of the official examples; a message may use any, and its own are not shown.
A name nobody knows is shown only when it cannot be a number or a sentence in disguise.
"""

import re
from itertools import islice

from lxml import etree

from adapters.xml.namespaces import STANDARDS

_UNKNOWN = "(ukjent)"
_PLAIN = re.compile(r"(?!.*\d{6})[^\W\d][\w.-]{0,63}")
_COUNTED_SIBLINGS = 1000
_MOST_VALUES = 12


def split(tag: str) -> tuple[str | None, str]:
    """Namespace and name of a tag; etree.QName raises for names that a parser lets through, such as a:b."""
    space, _, name = tag.rpartition("}")
    return space[1:] or None, name


def word(tag: object) -> str:
    """The name alone, for a sentence: Forsendelsesstatus."""
    name = split(tag)[1] if isinstance(tag, str) else ""
    return name if _PLAIN.fullmatch(name) else _UNKNOWN


def prefixed(tag: object) -> str:
    """The name as a step of an XPath: po:Forsendelsesstatus; "?:" where the namespace is unknown."""
    namespace = split(tag)[0] if isinstance(tag, str) else None
    if namespace is None:
        return word(tag)
    known = STANDARDS.get(namespace)
    return f"{known.prefix if known else '?'}:{word(tag)}"


def one_of(values: list[str]) -> str:
    """Some of the values or names there are to choose from: "a, b eller c"."""
    shown = list(dict.fromkeys(values))
    if len(shown) > _MOST_VALUES:
        return ", ".join(shown[:_MOST_VALUES]) + " …"
    return " eller ".join(filter(None, (", ".join(shown[:-1]), *shown[-1:])))


def path(element: etree._Element, attribute: str | None = None) -> str:
    """XPath of an element or of one of its attributes; a position where it has namesakes."""
    steps = [_step(e) for e in (element, *element.iterancestors())]
    end = "" if attribute is None else f"/@{prefixed(attribute)}"
    return "/" + "/".join(reversed(steps)) + end


def nth(element: etree._Element) -> int:
    """Its number among siblings of its name; 0 where it is the only one, or one of very many."""
    before = _count(element.itersiblings(element.tag, preceding=True))
    alone = before == 0 and _count(element.itersiblings(element.tag)) == 0
    # In a list longer than anyone counts by hand the line number says more.
    return 0 if alone or before >= _COUNTED_SIBLINGS else before + 1


def _step(element: etree._Element) -> str:
    number = nth(element)
    return prefixed(element.tag) + (f"[{number}]" if number else "")


def _count(siblings: "etree.SiblingsIterator") -> int:
    return sum(1 for _ in islice(siblings, _COUNTED_SIBLINGS))
