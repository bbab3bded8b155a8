"""Who does what the first sentence says, again and again, ends with a valid message and loses nothing.

Each official example, and each sample, with one fault at a time: an element removed, renamed or moved.
"""

import random
from collections.abc import Callable, Iterator
from typing import TypeAlias

import pytest
from advice import follow
from lxml import etree
from xsd_sets import OURS, official_examples

from adapters.xml.explain import explain
from adapters.xml.parse import parse
from adapters.xml.validate import Schema

Element: TypeAlias = etree._Element
Fault = Callable[[Element, random.Random], None]

SEED, EACH, STEPS = 20261122, 8, 5
DOCUMENTS = [(name, etree.tostring(root)) for name, root in official_examples()]


@pytest.fixture(scope="module")
def schema() -> Schema:
    return Schema(OURS)


def remove(element: Element, _chance: random.Random) -> None:
    """It is not there."""
    element.getparent().remove(element)


def rename(element: Element, chance: random.Random) -> None:
    """Another case, a letter less, two letters exchanged, or another name altogether."""
    name = etree.QName(element)
    old = name.localname
    at = chance.randrange(1, len(old)) if len(old) > 1 else 0
    new = chance.choice(
        (
            old[0].swapcase() + old[1:],
            old[:at] + old[at + 1 :],
            old.upper(),
            f"{old[:-1]}X{old[-1]}",
            "Ukjent",
        )
    )
    element.tag = f"{{{name.namespace}}}{new}" if name.namespace else new


def move(element: Element, chance: random.Random) -> None:
    """To anywhere among its siblings."""
    parent = element.getparent()
    parent.remove(element)
    parent.insert(chance.randrange(len(parent) + 1), element)


def broken(raw: bytes, fault: Fault, seed: str, schema: Schema) -> Iterator[Element]:
    """The message with one such fault, each time another; those that are still valid are left out."""
    chance = random.Random(seed)  # noqa: S311 - repeatable, not secret
    for _ in range(EACH):
        root = parse(raw, len(raw))
        below = list(root.iter(etree.Element))[1:]
        fault(chance.choice(below), chance)
        if not schema.valid(root):
            yield root


@pytest.mark.parametrize("fault", [remove, rename, move], ids=lambda fault: fault.__name__)
def test_the_first_advice_mends_and_takes_nothing_away(schema: Schema, fault: Fault) -> None:
    """One step for most; never the removal of what the unbroken file has."""
    tried = 0
    for name, raw in DOCUMENTS:
        meant = parse(raw, len(raw))
        for root in broken(raw, fault, f"{SEED} {name} {fault.__name__}", schema):
            tried += 1
            told = []
            for _ in range(STEPS):
                problem = explain(root, schema, limit_s=5)[0]
                told.append(problem.text)
                followed = follow(root, problem, meant)
                assert followed.done not in ("", "removed"), (name, told)
                if schema.valid(root):
                    break
            assert schema.valid(root), (name, told)
    assert tried > 100
