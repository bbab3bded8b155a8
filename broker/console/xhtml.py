"""XHTML that a sender wrote, as markup that does nothing: a few elements, no attributes, the rest as text."""

from collections.abc import Iterator
from typing import Final

from lxml import etree
from markupsafe import Markup, escape

XHTML: Final = "{http://www.w3.org/1999/xhtml}"

SHOWN: Final = {
    **{name: name for name in ("p", "b", "i", "em", "strong", "u", "sub", "sup", "pre", "blockquote", "div")},
    **{name: name for name in ("ul", "ol", "li", "dl", "dt", "dd", "span")},
    **{name: name for name in ("table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td")},
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "h4"),
}
"""Element -> what it becomes; of any other only the text is shown."""
EMPTY: Final = {"br": Markup("<br>"), "hr": Markup("<hr>")}
SILENT: Final = frozenset(
    {
        *("script", "style", "head", "title", "template", "noscript", "meta", "link", "base"),
        *("iframe", "frame", "frameset", "object", "embed", "applet", "area", "map"),
        *("svg", "math", "audio", "video", "canvas"),
        *("form", "input", "button", "select", "textarea", "option"),
    }
)
"""What is left out with all that it holds."""


NOTHING: Final = Markup("")


def texts(root: etree._Element) -> list[etree._Element]:
    """The outermost XHTML elements of a message, in its order."""
    return [one for one in root.iter(f"{XHTML}*") if not _is_xhtml(one.getparent())]


def _is_xhtml(element: etree._Element | None) -> bool:
    return element is not None and isinstance(element.tag, str) and element.tag.startswith(XHTML)


def harmless(element: etree._Element) -> Markup:
    """The element as markup of ours: no attribute of the sender's, and no element that is not in the table.

    Walks without recursion: a message may be as deep as it likes.
    """
    return Markup("").join(_walk(element))


def _walk(top: etree._Element) -> Iterator[Markup]:
    silent = 0
    for event, one in etree.iterwalk(top, events=("start", "end", "comment", "pi")):
        if event in ("comment", "pi"):
            yield from _tail(one, top, silent)
            continue
        name = _name(one)
        if event == "start":
            silent += name in SILENT
            if not silent:
                yield _begin(name)
                yield escape(one.text or "")
        else:
            if not silent:
                yield _end(name)
            silent -= name in SILENT
            yield from _tail(one, top, silent)


def _tail(one: etree._Element, top: etree._Element, silent: int) -> Iterator[Markup]:
    if one is not top and not silent:
        yield escape(one.tail or "")


def _begin(name: str) -> Markup:
    return EMPTY.get(name) or (Markup("<{}>").format(SHOWN[name]) if name in SHOWN else NOTHING)


def _end(name: str) -> Markup:
    return Markup("</{}>").format(SHOWN[name]) if name in SHOWN else NOTHING


def _name(one: etree._Element) -> str:
    """The local name in lower case, of whatever namespace: an SVG in it is no better for having its own."""
    return one.tag.rpartition("}")[2].lower() if isinstance(one.tag, str) else ""
