"""Our verdict equals the official one on every official example, on whole messages of every kind, and on
thousands of these with something wrong at random.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

import pytest
from lxml import etree
from whole_messages import ROOTS, samples
from xsd_mutants import mutants
from xsd_sets import COVERED, OFFICIAL, OURS, Document, compiled, model, official_examples

from adapters.xml.validate import Schema

SEED = 20250302
BRANCHES = range(6)
PER_EXAMPLE, PER_MESSAGE, PER_SLOW = 100, 40, 5
# Where lxml and xmlschema read the standard differently, with the official set as with ours: unknown or
# nil types, the looks of a URI, a fixed value on a referred attribute, text beside a lone wildcard.
LIBRARIES_DIFFER = (
    "_retype",
    "XMLSchema-instance",
    "URI",
    "TeleAddress",
    "komponenttype",
    "}Content setattr ['t",
)


@pytest.fixture(scope="module")
def ours() -> Schema:
    """As the service has it, with its own words for the patterns that take for ever."""
    return Schema(OURS)


def whole_messages() -> Iterator[Document]:
    """The minimal and the full message of every root and version, by every way through its choices."""
    made = {message for root in ROOTS for branch in BRANCHES for message in samples(root, branch)}
    for number, message in enumerate(sorted(made)):
        root = etree.fromstring(message)
        yield f"{number} {root.tag}", root


def spoiled(documents: Iterable[Document], each: int) -> Iterator[Document]:
    """As many random mutants of each, and what was done to them."""
    for name, root in documents:
        for wrong, mutant in mutants(root, f"{SEED} {name}", each):
            yield f"{name}: {wrong}", mutant


def compared(
    documents: Iterable[Document], *judges: Callable[[etree._Element], bool]
) -> tuple[Counter[bool], list[str]]:
    """How many were found valid or not by the first judge, and those that not all agree on."""
    found: Counter[bool] = Counter()
    differ = []
    for name, root in documents:
        verdict, *others = (judge(root) for judge in judges)
        found[verdict] += 1
        if any(other != verdict for other in others):
            differ.append(name)
    return found, differ


def test_official_examples_are_valid(ours: Schema) -> None:
    """All of them, by both."""
    found, differ = compared(official_examples(), ours.valid, compiled(OFFICIAL).validate)
    assert found == {True: sum(COVERED.values())} and differ == []


def test_whole_messages_are_valid(ours: Schema) -> None:
    """Every root and version, minimal and full, by both."""
    found, differ = compared(whole_messages(), ours.valid, compiled(OFFICIAL).validate)
    assert found[True] >= 2 * len(ROOTS) and not found[False] and differ == []


@pytest.mark.parametrize(
    ("documents", "each", "least"),
    [(official_examples, PER_EXAMPLE, 3_500), (whole_messages, PER_MESSAGE, 5_000)],
)
def test_wrongs_at_random_get_the_same_verdict(
    documents: Callable[[], Iterable[Document]], each: int, least: int, ours: Schema
) -> None:
    """One or two wrongs in a whole message, anywhere; both verdicts are common."""
    found, differ = compared(spoiled(documents(), each), ours.valid, compiled(OFFICIAL).validate)
    assert differ == []
    assert found.total() > least and min(found[True], found[False]) > found.total() // 10


def test_both_libraries_give_the_same_verdict(ours: Schema) -> None:
    """The slower library explains what the faster one refused, so they must not contradict each other."""
    slow = (model(OURS).is_valid, model(OFFICIAL).is_valid)
    found, differ = compared(official_examples(), ours.valid, *slow)
    assert not found[False] and differ == []
    wrongs = [
        (wrong, root)
        for wrong, root in spoiled(official_examples(), PER_SLOW)
        if not any(word in wrong for word in LIBRARIES_DIFFER)
    ]
    found, differ = compared(wrongs, ours.valid, *slow)
    assert differ == []
    assert found.total() > 100 and min(found[True], found[False]) > 10
