"""The short way to a verdict is the long way's verdict, whatever is done to a message.

Only what the schema accepts is tried at length: what it refuses never goes the short way to its end.
"""

import random
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace

import pytest
from builders import TROMSO, apprec_xml, epikrise_xml, innlagt_xml, rapport_xml
from decision_samples import ACCEPTED, REFUSED
from judging import AGREEMENT, EXAMPLES, context, schema
from lxml import etree
from whole_messages import ROOTS, samples
from xsd_mutants import mutants
from xsd_values import POOL

from adapters.errors import Rejected
from adapters.messages import usual
from adapters.messages.judge import Context, judge
from adapters.xml.parse import parse
from broker.cli.check.checking import _checked
from schemas.agreements import Agreement

SEED = 20260212
WHOLE_REGISTER = Agreement(
    parts=tuple(replace(part, tjenester_er_alle=bool(part.tjenester)) for part in AGREEMENT.parts)
)
CONTEXTS: dict[str, Context] = {
    "usual": context(),
    "a register of services": context(agreement=WHOLE_REGISTER),
    "PLO 2.0": context(plo20=True),
    "no parties, production": context(agreement=Agreement(produksjon=True)),
    "a register of patients": context(patients=lambda _: False),
    "a carrier of one party": context(speaks_for=frozenset({TROMSO.her})),
}
HEAD_VALUES = (
    *POOL, "HER", "FNR", "HNR", "ENH", "COP", "T", "N", "M", "C", "59", "90101", "90102", "1234567890",
    "9 01.01", "13116900216", "1311690021", "1311690021a", "LOG_INNLAGT", "UTSKRIVNINGSRAPPORT", "EPIKRISE",
    "8A2D1F3B-7A40-4D55-8D6E-4B7D5A7E9C01", " 8a2d1f3b-7a40-4d55-8d6e-4b7d5a7e9c01 ", "8a2d1f3b",
)  # fmt: skip


def corpus() -> list[bytes]:
    made = [
        innlagt_xml(),
        rapport_xml(),
        rapport_xml(attachment="Medisinliste"),
        epikrise_xml(),
        apprec_xml(),
    ]
    made += [innlagt_xml(copies=["90301"]), innlagt_xml(is_test=True), innlagt_xml(receiver="90999")]
    whole = [message for root in ROOTS for message in samples(root)]
    return [*made, *REFUSED.values(), *ACCEPTED.values(), *whole, *(path.read_bytes() for path in EXAMPLES)]


def wholesome() -> Iterator[bytes]:
    """Those of the corpus that are XML."""
    return (raw for raw in corpus() if raw != REFUSED["xml"])


def in_the_head(raw: bytes, number: int, seed: str) -> Iterator[bytes]:
    """`number` copies with one or two values of the head replaced, or an element of it gone or doubled."""
    chance = random.Random(seed)  # noqa: S311 - repeatable, not secret
    for _ in range(number):
        root = etree.fromstring(raw, etree.XMLParser(remove_comments=True))
        inside = list(root[0].iter(etree.Element))
        for element in chance.sample(inside, min(len(inside), chance.choice((1, 1, 2)))):
            _spoil(element, chance)
        yield etree.tostring(root, encoding="UTF-8")


def _spoil(element: etree._Element, chance: random.Random) -> None:
    names = [None, *element.attrib]
    name = chance.choice(names)
    parent = element.getparent()
    if chance.random() < 0.15 and parent is not None:
        parent.remove(element)
    elif chance.random() < 0.1:
        element.addnext(deepcopy(element))
    elif name is None:
        element.text = chance.choice(HEAD_VALUES) if not len(element) else element.text
    else:
        element.set(name, chance.choice(HEAD_VALUES))


def tree(raw: bytes) -> etree._Element | None:
    """None where what was changed cannot be read again."""
    try:
        return parse(raw, 10**8)
    except Rejected:
        return None


def same(raw: bytes, given: Context) -> None:
    """Both ways say the same of it."""
    whole = _checked("x", judge(raw, given))
    assert _checked("x", judge(raw, replace(given, verdict_only=True))) == whole, raw[:3000]


@pytest.mark.parametrize("name", CONTEXTS)
def test_on_every_message_of_the_corpus(name: str) -> None:
    """Every kind of message, accepted or refused, in every circumstance that a context can have."""
    messages = corpus()
    assert len(messages) > 100
    for raw in messages:
        same(raw, CONTEXTS[name])


@pytest.mark.parametrize("name", ["usual", "a register of services"])
def test_on_thousands_of_changed_heads(name: str) -> None:
    """Values that mean something elsewhere, in every place of the head; enough go the short way."""
    given, tried, short = CONTEXTS[name], 0, 0
    for number, raw in enumerate(wholesome()):
        for changed in in_the_head(raw, 40, f"{SEED} {number}"):
            root = tree(changed)
            if root is not None and schema().valid(root):
                tried += 1
                short += usual.accepted(root, given) is not None
                same(changed, given)
    assert tried > 2_000
    assert short > 300


def test_on_mutants_that_the_schema_lets_through() -> None:
    """Small wrongs anywhere in the message."""
    given, tried = CONTEXTS["usual"], 0
    for number, raw in enumerate(wholesome()):
        for _, mutant in mutants(etree.fromstring(raw), f"{SEED} {number}", 40):
            if schema().valid(mutant):
                tried += 1
                same(etree.tostring(mutant, encoding="UTF-8"), given)
    assert tried > 500


def test_most_messages_go_the_short_way() -> None:
    """Else it would be of no use."""
    roots = [parse(path.read_bytes(), 10**8) for path in EXAMPLES]
    short = [root for root in roots if usual.accepted(root, context())]
    assert len(short) > 0.7 * len(roots)
