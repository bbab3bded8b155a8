"""Elements that have the right name in the wrong namespace, or the wrong version of their standard."""

from collections.abc import Iterable

from lxml import etree

from adapters.errors import Problem
from adapters.xml import kinds
from adapters.xml.names import one_of, path, word
from adapters.xml.namespaces import STANDARDS, in_words, versions_apart, wanted


def namesakes(tag: str, names: Iterable[str]) -> list[str]:
    """Which of `names` are the same but for their namespace."""
    end = "}" + etree.QName(tag).localname
    return [name for name in names if name.endswith(end) and name != tag]


def problem(element: etree._Element, names: Iterable[str], otherwise: str) -> Problem:
    """An element that may be any of `names` and is none; `otherwise` is expected where none is alike."""
    alike = namesakes(element.tag, names)
    if alike:
        return misnamed(element, alike)
    text = f"«{word(element.tag)}» er ikke kjent her. Kontroller navnet, navnerommet og versjonen."
    return _problem("xsd.namespace", text, element, otherwise, kinds.named(element.tag))


def misnamed(element: etree._Element, alike: list[str]) -> Problem:
    """An element that should have been one of `alike`, which have its name and other namespaces."""
    given = etree.QName(element.tag).namespace
    right = [etree.QName(name).namespace for name in alike]
    expected = one_of([wanted(namespace) for namespace in right])
    if all(versions_apart(given, namespace) for namespace in right):
        titles = one_of([STANDARDS[namespace].titled for namespace in right])
        text = (
            f"«{word(element.tag)}» er fra {STANDARDS[given].titled}, men her skal det være {titles}. "
            f"Bruk samme versjon i hele innholdet: bytt navnerommet til {expected}."
        )
        return _problem("xsd.version", text, element, expected, in_words(given))
    text = f"«{word(element.tag)}» har {in_words(given)}. Bytt det til {expected}."
    return _problem("xsd.namespace", text, element, expected, in_words(given))


def _problem(code: str, text: str, element: etree._Element, expected: str, found: str) -> Problem:
    return Problem(code, "T02", text, path(element), element.sourceline or 0, expected, found)
