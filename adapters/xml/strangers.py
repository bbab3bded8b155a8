"""Elements whose name is nearly right: of the wrong namespace or version, or misspelt."""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher, get_close_matches

from lxml import etree

from adapters.errors import Problem
from adapters.xml import kinds
from adapters.xml.names import one_of, path, prefixed, split, word
from adapters.xml.namespaces import STANDARDS, in_words, versions_apart, wanted

CASE = "Store og små bokstaver er ikke det samme."
_ALIKE = 0.7  # of difflib: StreetAdr and StreetAddress have 0.82
_LONGEST = 64
_NEAR = 0.85  # epikrise and epikirse 0.88; epikrise and henvisning 0.44
_LONGEST_SPACE = 200
_STANDARD = re.compile(r"(?<=[/:])[a-z][a-z0-9_-]*(?=[/#]|$)")
"""The parts of a namespace's path that begin with a letter: the last is the standard, and no version."""


def namesakes(tag: str, names: Iterable[str]) -> list[str]:
    """Which of `names` are the same but for their namespace."""
    end = "}" + split(tag)[1]
    return [name for name in names if name.endswith(end) and name != tag]


def meant(tag: str, names: Iterable[str]) -> list[str]:
    """Which namesakes a message that stands alone can be: "Message" is the root of half a dozen standards.

    Its namespace is missing, or is that of the same standard but for the version, the host or a letter.
    """
    own = split(tag)[0]
    return [name for name in namesakes(tag, names) if own is None or _near(own, split(name)[0])]


def _near(own: str, known: str | None) -> bool:
    one, other = (_STANDARD.findall((space or "").lower()[:_LONGEST_SPACE]) for space in (own, known))
    return bool(one and other) and SequenceMatcher(None, one[-1], other[-1]).ratio() >= _NEAR


def like(tag: str, names: Iterable[str]) -> list[str]:
    """Which of `names` are nearly this one, the nearest first; large and small letters are the same."""
    own = split(tag)[1].lower()
    by_word: dict[str, list[str]] = {}
    for name in filter(None, names):
        by_word.setdefault(split(name)[1].lower(), []).append(name)
    close = get_close_matches(own, by_word, n=3, cutoff=_ALIKE) if len(own) <= _LONGEST else []
    return [name for near in close for name in by_word[near]]


def problem(element: etree._Element, names: Iterable[str], otherwise: str) -> Problem:
    """An element that may be any of `names` and is none; `otherwise` is expected where none is alike."""
    alike = meant(element.tag, names)
    if alike:
        return misnamed(element, alike)
    space = f"{{{split(element.tag)[0]}}}"
    for right in like(element.tag, [name for name in names if name.startswith(space)])[:1]:
        text = f"«{word(element.tag)}» er ikke kjent her. Rett navnet til «{word(right)}». {CASE}"
        return _problem("xsd.unexpected", text, element, prefixed(right), kinds.named(element.tag))
    text = f"«{word(element.tag)}» er ikke kjent her. Kontroller navnet, navnerommet og versjonen."
    return _problem("xsd.namespace", text, element, otherwise, kinds.named(element.tag))


def misnamed(element: etree._Element, alike: list[str]) -> Problem:
    """An element that should have been one of `alike`, which have its name and other namespaces."""
    given = split(element.tag)[0]
    right = [split(name)[0] for name in alike]
    expected = one_of([wanted(namespace) for namespace in right])
    if all(versions_apart(given, namespace) for namespace in right):
        titles = one_of([STANDARDS[namespace or ""].titled for namespace in right])
        text = (
            f"«{word(element.tag)}» er fra {STANDARDS[given or ''].titled}, men her skal det være {titles}. "
            f"Bruk samme versjon i hele innholdet: bytt navnerommet til {expected}."
        )
        return _problem("xsd.version", text, element, expected, in_words(given))
    text = f"«{word(element.tag)}» har {in_words(given)}. Bytt det til {expected}."
    return _problem("xsd.namespace", text, element, expected, in_words(given))


def _problem(code: str, text: str, element: etree._Element, expected: str, found: str) -> Problem:
    return Problem(code, "T02", text, path(element), element.sourceline or 0, expected, found)
