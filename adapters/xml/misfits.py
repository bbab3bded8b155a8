"""Sentences about children that do not fit where they stand. Each is true of the file as it is."""

from collections.abc import Sequence

from lxml import etree

from adapters.errors import Problem
from adapters.xml import kinds
from adapters.xml.child import Child
from adapters.xml.names import nth, one_of, path, prefixed, split, word
from adapters.xml.namespaces import STANDARDS, versions_apart
from adapters.xml.place import Place
from adapters.xml.strangers import CASE


def missing(parent: etree._Element, children: Sequence[Child], index: int, stay: set[Child]) -> Problem:
    """What should stand at `index` of the list as it should be; `stay` are those that stand right already."""
    child = children[index]
    names = [child.tag, *child.either]
    before = next((c for c in reversed(children[:index]) if c.element is None or c in stay), None)
    after = f"rett etter {_which(before)}" if before is not None else "først"
    at = next((c.element for c in children[index:] if c in stay), None)
    what = one_of([f"«{word(name)}»" for name in names]) if child.tag else "Et innhold"
    text = f"{what} mangler i «{word(parent.tag)}». Legg det inn {after}."
    here = kinds.named(at.tag) if at is not None else f"slutten av {prefixed(parent.tag)}"
    wanted = one_of([prefixed(name) for name in names]) if child.tag else ""
    return _problem("xsd.missing", text, parent, parent if at is None else at, wanted, here)


def replaced(parent: etree._Element, element: etree._Element, child: Child) -> Problem:
    """A stranger where something is missing: most likely that, under a wrong name."""
    names = [name for name in (child.tag, *child.either) if name]
    should = one_of([f"«{word(name)}»" for name in names]) or "noe annet"
    text = (
        f"«{word(element.tag)}» hører ikke hjemme her i «{word(parent.tag)}», der {should} mangler. "
        f"Rett navnet, eller sett inn {should} i stedet."
    )
    return _stranger("xsd.unexpected", text, element, one_of([prefixed(name) for name in names]))


def misspelt(parent: etree._Element, element: etree._Element, right: str) -> Problem:
    """A name that is nearly one that may stand there."""
    text = (
        f"«{word(element.tag)}» hører ikke hjemme her i «{word(parent.tag)}». "
        f"Rett navnet til «{word(right)}», om det er det som er ment. {CASE}"
    )
    return _stranger("xsd.unexpected", text, element, prefixed(right))


def unknown(parent: etree._Element, element: etree._Element, here: Place) -> Problem:
    """A child whose name this parent does not have."""
    own, around = (split(tag)[0] for tag in (element.tag, parent.tag))
    space = next((split(name)[0] for name in here.free), around)
    wanted = _choice(parent, here)
    if versions_apart(own, space):
        given, held = STANDARDS[own or ""].titled, STANDARDS[space or ""].titled
        text = (
            f"«{word(element.tag)}» er fra {given}, men «{word(parent.tag)}» har innhold fra {held}, "
            "som ikke har noe med det navnet. Bytt versjon, eller fjern det."
        )
        return _stranger("xsd.version", text, element, wanted)
    advice = "Rett navnet til et som kan stå her, eller fjern det." if here.free else "Fjern det."
    text = f"«{word(element.tag)}» hører ikke hjemme her i «{word(parent.tag)}». {advice}"
    return _stranger("xsd.unexpected", text, element, wanted)


def unfit(parent: etree._Element, child: Child, here: Place, whole: bool) -> Problem:
    """A child for which there is no place; `whole`: the others are all in theirs."""
    name = f"«{word(child.tag)}»"
    text = (
        f"{name} kan ikke stå i «{word(parent.tag)}» sammen med det andre som står der. Velg ett av dem."
        if whole
        else f"{name} står på feil plass i «{word(parent.tag)}», eller noe foran det mangler."
    )
    return _stranger("xsd.unexpected", text, child.element, _choice(parent, here))


def repeated(parent: etree._Element, child: Child, most: int) -> Problem:
    """One child too many of its name; `most` may be there."""
    text = f"«{word(child.tag)}» står en gang for mye i «{word(parent.tag)}». Fjern det."
    name = prefixed(child.tag)
    there = sum(1 for _ in parent.iterchildren(child.tag))
    return _problem(
        "xsd.too_many", text, child.element, child.element, f"høyst {most} {name}", f"{there} {name}"
    )


def misplaced(parent: etree._Element, children: Sequence[Child], index: int, stay: set[Child]) -> Problem:
    """A child that should stand at `index`: it is told which of those that stay it must pass."""
    child = children[index]
    following = next((c for c in children[index:] if c in stay), None)
    before = next((c for c in reversed(children[:index]) if c in stay), None)
    up = following is not None and following.index < child.index
    passed = following if up else before
    to, here = ("foran", "etter") if up else ("rett etter", "foran")
    text = (
        f"«{word(child.tag)}» står på feil plass i «{word(parent.tag)}». "
        f"Rekkefølgen er fast: flytt det {to} {_which(passed)}."
    )
    name, other = prefixed(child.tag), prefixed(passed.tag if passed is not None else parent.tag)
    wanted = f"{name} {to.removeprefix('rett ')} {other}"
    return _problem("xsd.order", text, child.element, child.element, wanted, f"{name} {here} {other}")


def more(parent: etree._Element) -> Problem:
    """There is more than we look for in one list of children."""
    text = f"Det er flere feil blant elementene rett under «{word(parent.tag)}». Rett de viste først."
    return _problem("xsd.more", text, parent, next(parent.iterchildren(reversed=True), parent), "", "")


def _which(child: Child | None) -> str:
    """A child by its name, and by its number where it has namesakes."""
    if child is None:
        return "de andre"
    number = nth(child.element) if child.element is not None else 0
    return f"«{word(child.tag)}»" + (f" nummer {number}" if number else "")


def _choice(parent: etree._Element, here: Place) -> str:
    """What is expected there; empty where nobody can tell."""
    names = here.free or (here.next,)
    shown = one_of([prefixed(name) for name in names if name])
    nothing = "ingen elementer" if here.bare else "ikke noe mer"
    return shown or (f"{nothing} i {prefixed(parent.tag)}" if here.known else "")


def _stranger(code: str, text: str, element: etree._Element, expected: str) -> Problem:
    return _problem(code, text, element, element, expected, kinds.named(element.tag))


def _problem(
    code: str, text: str, place: etree._Element, line_of: etree._Element, expected: str, found: str
) -> Problem:
    return Problem(code, "T02", text, path(place), line_of.sourceline or 0, expected, found)
