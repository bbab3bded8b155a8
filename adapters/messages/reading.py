"""Reading one element: its text, its code, its children, all tolerant of what is missing.

Looping over children costs a quarter of `find`, and there are forty of these to a message.
"""

import re
from typing import Any, TypeAlias

from lxml import etree

from adapters.messages.address import Ident

Element: TypeAlias = etree._Element
"""A node of a tree; lxml gives its class no public name."""

LONGEST_CODE = 40
"""Longest code value that we take for one, in characters."""

_TELLABLE = re.compile(r"[A-Z]?[0-9]{1,4}")


def xpath(expression: str, **namespaces: str) -> etree.XPath:
    """A path that gives plain texts; without EXSLT, which would be a third of the time of a short one."""
    return etree.XPath(expression, namespaces=namespaces, regexp=False, smart_strings=False)


def child(element: Element | None, tag: str) -> Element | None:
    """The first child of that name."""
    if element is not None:
        for each in element:
            if each.tag == tag:
                return each
    return None


def children(element: Element | None) -> dict[Any, Element]:
    """The first child of each name."""
    found: dict[Any, Element] = {}
    if element is not None:
        for each in element:
            found.setdefault(each.tag, each)
    return found


def raw_text_of(element: Element | None) -> str:
    """The element's own text as it is; empty where there is none."""
    return "" if element is None else element.text or ""


def text_of(element: Element | None) -> str:
    """The element's own text without blanks around it; empty where there is none."""
    return (element.text or "").strip() if element is not None else ""


def value_of(element: Element | None) -> str:
    """@V without blanks around it; empty where there is none."""
    return (element.get("V") or "").strip() if element is not None else ""


def code_of(element: Element | None) -> str:
    """@V; empty where there is none, or it is no code at all."""
    value = value_of(element)
    return value if len(value) <= LONGEST_CODE else ""


def told_code_of(element: Element | None) -> str:
    """@V as it may be told outside the message: unknown codes too, but nothing that could be a word or a
    number of a person (7300, 8221, 8240, 8258, 8408, 8431 are all of that shape); else empty."""
    value = value_of(element)
    return value if _TELLABLE.fullmatch(value) else ""


def ident_of(id_: Element | None, type_: Element | None) -> Ident:
    """An identifier from its Id element and the element that holds its type."""
    text = None if id_ is None else id_.text or ""
    if type_ is None:
        return Ident(text)
    return Ident(text, type_.get("V"), type_.get("DN"), type_.get("S"))
