"""Whether an element says something: yes or no, a name, a phone, a code, any text at all."""

from collections.abc import Callable

from lxml import etree

from adapters.messages.namespaces import FELLES, tag
from adapters.messages.phone import is_phone
from adapters.messages.reading import Element, child, text_of, value_of

Holds = Callable[[Element], bool]
"""Whether an element makes a part."""

_TELE_ADDRESS = tag(FELLES, "TeleAddress")
_PERSON_NAMES = (tag(FELLES, "FamilyName"), tag(FELLES, "GivenName"))


def is_there(_element: Element) -> bool:
    """Enough that there is one."""
    return True


def is_yes(element: Element) -> bool:
    """A boolean that is true."""
    return text_of(element) in ("true", "1")


def is_no(element: Element) -> bool:
    """A boolean that is false."""
    return text_of(element) in ("false", "0")


def is_named(party: Element) -> bool:
    """Somebody in it has a name."""
    return any(map(text_of, party.iter(*_PERSON_NAMES)))


def has_phone(party: Element) -> bool:
    """Somebody in it can be called (rules.md R-U29)."""
    return any(map(is_phone, party.iter(_TELE_ADDRESS)))


def is_filled(element: Element) -> bool:
    """There is any text in it that is not blank."""
    text: str = etree.tostring(element, method="text", encoding="unicode", with_tail=False)
    return bool(text.strip())  # a quarter of the time of itertext


def is_coded(code: Element) -> bool:
    """A CV by its code or its text: some have only what people read."""
    return any((code.get(name) or "").strip() for name in ("V", "DN", "OT"))


def is_value(value: str) -> Holds:
    """A code of that value."""
    return lambda code: value_of(code) == value


def having(name: str, holds: Holds) -> Holds:
    """Whether an element has a child of that name that `holds`."""

    def has(element: Element) -> bool:
        found = child(element, name)
        return found is not None and holds(found)

    return has


def both(one: Holds, other: Holds) -> Holds:
    """Both hold."""
    return lambda element: one(element) and other(element)
