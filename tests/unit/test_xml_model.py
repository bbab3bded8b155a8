"""Lists of children as the content model wants them: read as any validator reads them, and put right."""

import random
import time

import pytest
from lxml import etree
from xmlschema.validators import XsdComplexType, XsdGroup
from xsd_sets import OURS

from adapters.xml.child import Child
from adapters.xml.mending import mend, reads
from adapters.xml.model import START, Model, model_of
from adapters.xml.validate import Schema

MH = "{http://www.kith.no/xmlstds/msghead/2006-05-24}"


@pytest.fixture(scope="module")
def schema() -> Schema:
    return Schema(OURS)


def group(schema: Schema, name: str) -> Model:
    kind = schema.explaining.maps.elements[MH + name].type
    assert isinstance(kind, XsdComplexType) and isinstance(kind.content, XsdGroup)
    return model_of(kind.content)


def children(model: Model, names: list[str]) -> list[Child]:
    return [
        Child(MH + name, model.label(MH + name), etree.Element(name), at) for at, name in enumerate(names)
    ]


def test_a_list_is_put_right_with_what_is_in_it(schema: Schema) -> None:
    """Several faults at once: nothing is left over that has a place, and what is added was missing."""
    model = group(schema, "MsgInfo")
    mended = mend(model, children(model, ["MsgId", "Type", "Patient", "Sender", "GenDate", "Receiver"]))
    assert mended.whole and not mended.over and reads(model, mended.children)
    names = [child.tag.removeprefix(MH) for child in mended.children]
    assert names == ["Type", "MIGversion", "GenDate", "MsgId", "Sender", "Receiver", "Patient"]


def test_lists_without_any_order_end_in_time(schema: Schema) -> None:
    """200 children in any order, of any names that the parent has: a tenth of a second."""
    chance = random.Random(1)  # noqa: S311 - repeatable, not secret
    for root in ("MsgInfo", "MsgHead"):
        model = group(schema, root)
        names = [name.removeprefix(MH) for name in model.names if name]
        for number in (200, 2000):
            any_order = children(model, chance.choices(names, k=number))
            start = time.thread_time()
            mend(model, any_order)
            assert time.thread_time() - start < 0.5, (root, number)


def reads_with_xmlschema(group: XsdGroup, tags: list[str]) -> bool:
    """The same question to xmlschema's own reader."""
    visitor = group.get_model_visitor()
    for tag in tags:
        while visitor.element is not None:
            fits = visitor.match_element(tag) is not None
            if list(visitor.advance(fits)):
                return False
            if fits:
                break
        else:
            return False
    return visitor.element is None or not list(visitor.stop())


def test_lists_are_read_as_xmlschema_reads_them(schema: Schema) -> None:
    """Every content model of ours: lists that follow it, with something taken out or put in at times."""
    chance = random.Random(2)  # noqa: S311 - repeatable, not secret
    verdicts = {True: 0, False: 0}
    kinds = schema.explaining.maps.iter_components(XsdComplexType)
    for content in [kind.content for kind in kinds if isinstance(kind, XsdComplexType)]:
        if not isinstance(content, XsdGroup) or "" in model_of(content).names or not len(content):
            continue
        model = model_of(content)
        for _ in range(20):
            tags, state = [], START
            while (names := model.may_follow(state)) and chance.random() < 0.9:
                tags.append(chance.choice(names[:2] if chance.random() < 0.7 else names))
                state = model.step(state, model.label(tags[-1]))
            tags += model.way(state, None) or ()
            if tags and chance.random() < 0.5:
                tags.insert(chance.randrange(len(tags)), tags.pop(chance.randrange(len(tags))))
            read = reads(model, [Child(tag, model.label(tag)) for tag in tags])
            assert read is reads_with_xmlschema(content, tags), (content, tags)
            verdicts[read] += 1
    assert min(verdicts.values()) > 500
