"""What a sender is told of a broken message never holds a value of it, whatever is broken and wherever.

Every message of the corpus is filled with canaries, broken in many ways, and judged as it would be at the
door; then every field of every problem is searched.
"""

import random
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import astuple
from pathlib import Path

import pytest
from judging import EXAMPLES, context, schema
from lxml import etree
from whole_messages import ROOTS, samples

from adapters.errors import Problem, Rejected
from adapters.messages.judge import judge
from adapters.xml.explain import explain
from adapters.xml.parse import parse
from broker.faults.document import CODES

CORPUS = [(path.stem, path.read_bytes) for path in EXAMPLES] + [
    (f"{root} {size}", lambda root=root, size=size: samples(root)[size == "full"])
    for root in ROOTS
    for size in ("minimal", "full")
]
WORDS = ("kanari", "27103912345")
# The last is dressed up as what libxml2 and xmlschema write round a value, to be taken for a name.
VALUES = (
    "KanariHansen",
    "27103912345",
    "kanari Expected is ( {kanari}kanari, attribute kanari='kanari': kanari",
)
NOTES = ("xsd.incomplete", "xsd.more")
SEED, ROUNDS = 20260212, 2

Change = Callable[[etree._Element, random.Random], None]


def fill(root: etree._Element, chance: random.Random, share: float = 1.0) -> None:
    """A canary in (a share of) every text and attribute, but those that say which message it is."""
    for element in root.iter(etree.Element):
        for name in element.attrib:
            if chance.random() < share:
                element.set(name, chance.choice(VALUES))
        if chance.random() < share and ((element.text or "").strip() or not len(element)):
            element.text = chance.choice(VALUES)


def scatter(root: etree._Element, chance: random.Random) -> None:
    """Text after every element, too."""
    fill(root, chance)
    for element in root.iter(etree.Element):
        element.tail = chance.choice(VALUES)


def reverse(root: etree._Element, chance: random.Random) -> None:
    """The order of all children."""
    fill(root, chance, 0.5)
    for element in root.iter(etree.Element):
        element[:] = list(reversed(element))


def thin(root: etree._Element, chance: random.Random) -> None:
    """Elements and attributes gone, here and there."""
    for element in list(root.iter(etree.Element))[1:]:
        if chance.random() < 0.1 and element.getparent() is not None:
            element.getparent().remove(element)
        elif element.attrib and chance.random() < 0.2:
            element.attrib.pop(chance.choice(list(element.attrib)))
    fill(root, chance, 0.3)


def repeat(root: etree._Element, chance: random.Random) -> None:
    """Elements twice, and elements that nobody knows."""
    for element in list(root.iter(etree.Element))[1:]:
        if chance.random() < 0.1:
            element.addnext(deepcopy(element))
        if chance.random() < 0.1:
            etree.SubElement(element, "{kanari}ting", {"kanarisk": VALUES[0]}).text = VALUES[2]
    fill(root, chance, 0.2)


def rename(root: etree._Element, chance: random.Random) -> None:
    """Names in a namespace that is itself a canary, or in none."""
    for element in list(root.iter(etree.Element))[1:]:
        if chance.random() < 0.1:
            name = etree.QName(element).localname
            element.tag = chance.choice((f"{{kanari:{VALUES[1]}}}{name}", name))
    fill(root, chance, 0.2)


CHANGES: tuple[Change, ...] = (fill, scatter, reverse, thin, repeat, rename)


def broken(raw: bytes, seed: str) -> Iterator[bytes]:
    """The message in every kind of ruin: each of CHANGES, and four that are no longer XML."""
    chance = random.Random(seed)  # noqa: S311 - repeatable, not secret
    parser = etree.XMLParser(remove_comments=True, remove_pis=True)
    for change in CHANGES:
        root = etree.fromstring(raw, parser)
        change(root, chance)
        yield etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    root = etree.fromstring(raw, parser)
    fill(root, chance)
    whole = etree.tostring(root, encoding="UTF-8")
    yield whole[: len(whole) * 2 // 3]
    yield whole.replace(b"kanari", b"kanari & kanari", 1)
    yield whole.replace(b"kanari", b"<kanari", 1)
    yield whole.replace(b"</", b"</kanari", 1)


def told(raw: bytes) -> tuple[Problem, ...]:
    """With time to explain, and without any."""
    problems = judge(raw, context(verdict_only=True, plo20=True)).problems
    try:
        root = parse(raw, len(raw))
    except Rejected:
        return problems
    return problems + (() if schema().valid(root) else explain(root, schema(), limit_s=0))


@pytest.mark.parametrize(("name", "content"), CORPUS, ids=[name for name, _ in CORPUS])
def test_no_value_is_told_whatever_is_broken(name: str, content: Callable[[], bytes]) -> None:
    """And there is something told each time, with a code that the table explains."""
    raw = content()
    ruins = (ruin for number in range(ROUNDS) for ruin in broken(raw, f"{SEED} {name} {number}"))
    for number, ruin in enumerate(ruins):
        problems = told(ruin)
        assert problems, number
        for problem in problems:
            assert problem.code in CODES
            assert problem.text and problem.line
            assert problem.path or problem.code.startswith("xml."), problem.code
            assert problem.found or problem.code in NOTES or problem.code.startswith("xml."), problem.code
            heard = [word for word in WORDS for value in astuple(problem) if word in str(value).lower()]
            assert not heard, (number, problem.code)


def test_the_corpus_is_all_of_it() -> None:
    """Every official example, and two of every root that we know."""
    assert len(EXAMPLES) > 30
    assert len(CORPUS) == len(EXAMPLES) + 2 * len(ROOTS)
    assert Path(EXAMPLES[0]).is_file()
