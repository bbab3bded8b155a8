"""Small wrongs done to documents.

`sweep` does every wrong it knows to every place of a document, once each; `mutants` does a few at random.
"""

import random
from collections.abc import Callable, Iterable, Iterator
from copy import deepcopy

from lxml import etree
from xsd_values import ATTRIBUTES, HEAD, KITH, PERSONS, POOL, STRANGERS, TYPES, XSI

Edit = tuple[Callable[..., None], *tuple[str | int | None, ...]]


def _remove(node: etree._Element) -> None:
    node.getparent().remove(node)


def _repeat(node: etree._Element) -> None:
    node.addnext(deepcopy(node))


def _swap(node: etree._Element) -> None:
    if (following := node.getnext()) is not None:
        following.addnext(node)


def _move(node: etree._Element, place: int) -> None:
    node.getparent().insert(place, node)


def _insert(node: etree._Element, tag: str, place: int) -> None:
    node.insert(place, etree.Element(tag))


def _empty(node: etree._Element) -> None:
    node.text = None
    del node[:]


def _drop(node: etree._Element, name: str) -> None:
    node.attrib.pop(name)


def _retype(node: etree._Element, namespace: str, name: str) -> None:
    """Asks for another type than the declared one. The element is made anew, to declare the prefix on it."""
    typed = etree.Element(node.tag, dict(node.attrib), nsmap={"t": namespace})
    typed.text, typed.tail = node.text, node.tail
    typed.extend(list(node))
    node.getparent().replace(node, typed)
    # lxml gives up our prefix where the document already has one for the namespace.
    prefix = next((prefix for prefix, uri in typed.nsmap.items() if uri == namespace), "t")
    typed.set(f"{{{XSI}}}type", f"{prefix}:{name}" if prefix else name)


def _structure(node: etree._Element) -> Iterator[Edit]:
    if node.getparent() is not None:
        yield from ((_remove,), (_repeat,), (_swap,), (_move, 0), (_move, 999), (setattr, "tail", "tekst"))
    yield (_empty,)
    yield from ((_insert, tag, place) for tag in STRANGERS for place in (0, 999))


def _names(node: etree._Element) -> Iterator[Edit]:
    name = etree.QName(node).localname
    for tag in (
        name,
        name + "X",
        f"{{urn:feil}}{name}",
        *(f"{{{uri}}}{name}" for uri in (KITH, PERSONS, HEAD)),
    ):
        yield setattr, "tag", tag


def _values(node: etree._Element) -> Iterator[Edit]:
    yield from ((setattr, "text", value or None) for value in POOL)  # no file holds an empty text


def _attributes(node: etree._Element) -> Iterator[Edit]:
    for name in node.attrib:
        yield _drop, name
        yield from ((etree._Element.set, name, value) for value in POOL)


def _additions(node: etree._Element) -> Iterator[Edit]:
    yield from ((etree._Element.set, name, value) for name, value in ATTRIBUTES)


def _types(node: etree._Element) -> Iterator[Edit]:
    if node.getparent() is not None:
        yield from ((_retype, namespace, name) for namespace, name in TYPES)


KINDS: tuple[Callable[[etree._Element], Iterator[Edit]], ...] = (
    _structure, _structure, _names, _values, _attributes, _additions, _types,
)  # fmt: skip

MENDABLE = (setattr, etree._Element.set, _drop)


def _spoil(node: etree._Element, edit: Edit) -> str:
    change, *details = edit
    said = f"{node.tag} {change.__name__} {details}"
    change(node, *details)
    return said


def _around(node: etree._Element, edit: Edit) -> tuple[object, ...]:
    """What makes a place: the element and its parent, and what follows it when order is the matter."""
    if edit[0] is etree._Element.set:
        return (node.tag,)  # elements of one name have the same attributes nearly everywhere
    places = [node, node.getparent()] + ([node.getnext()] if edit[0] in (_remove, _swap, _move) else [])
    return tuple(other.tag for other in places if other is not None)


def _spoiled(document: etree._Element, index: int, edit: Edit) -> Iterator[tuple[str, etree._Element]]:
    """A copy with one edit; where the edit is easily undone the document itself, mended afterwards."""
    if edit[0] not in MENDABLE:
        document = deepcopy(document)
    node = list(document.iter("*"))[index]
    names, attributes = (node.tag, node.text, node.tail), dict(node.attrib)
    yield _spoil(node, edit), document
    if edit[0] in MENDABLE:
        node.tag, node.text, node.tail = names
        node.attrib.clear()
        node.attrib.update(attributes)


def sweep(documents: Iterable[etree._Element]) -> Iterator[tuple[str, etree._Element]]:
    """Every edit in every kind of place, once. What it gives is good until the next is asked for."""
    seen: set[tuple[object, ...]] = set()
    for document in documents:
        for index, node in enumerate(list(document.iter("*"))):
            for edit in [edit for kind in KINDS[1:] for edit in kind(node)]:
                if (key := (*_around(node, edit), *edit)) not in seen:
                    seen.add(key)
                    yield from _spoiled(document, index, edit)


def mutants(document: etree._Element, seed: str, number: int) -> Iterator[tuple[str, etree._Element]]:
    """`number` copies of the document, each with one or two edits, and what they were."""
    rng = random.Random(seed)  # noqa: S311 - repeatable, not secret
    for _ in range(number):
        copy = deepcopy(document)
        said = []
        for _ in range(rng.choice((1, 1, 1, 2))):
            node = rng.choice(list(copy.iter("*")))
            edits = list(rng.choice(KINDS)(node))
            said += [_spoil(node, rng.choice(edits))] if edits else []
        yield " and ".join(said), copy
