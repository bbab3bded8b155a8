"""Facts as JSON: written by a faster library than the one that reads them."""

from collections.abc import Iterator

import pytest
from judging import EXAMPLES, OF_EXAMPLES, context
from whole_messages import ROOTS, samples

from adapters.messages.judge import judge
from schemas.avvist import MeldingAvvist
from schemas.events import Event, Fact

MESSAGES = [
    *(pytest.param((path.read_bytes(),), id=path.stem) for path in EXAMPLES),
    *(pytest.param(samples(root), id=root) for root in ROOTS),
]


def facts(raw: bytes) -> Iterator[Fact]:
    """What the message gives: its event, and the AppRecs."""
    judgement = judge(raw, context(agreement=OF_EXAMPLES, plo20=True))
    if judgement.event:
        yield judgement.event
    yield from (receipt.event for receipt in judgement.receipts)


@pytest.mark.parametrize("messages", MESSAGES)
def test_json_is_as_pydantic_writes_it(messages: tuple[bytes, ...]) -> None:
    """The same bytes, also of a fact that was read back, and what is read back is the same fact."""
    for fact in (fact for raw in messages for fact in facts(raw)):
        written = fact.as_json()
        assert written == fact.model_dump_json(exclude_none=True).encode()
        again = type(fact).model_validate_json(written)
        assert again == fact and again.as_json() == written


HOW = "sender receiver copies conversation_id parent_id sent_at received_at historie test"


@pytest.mark.parametrize("name", HOW.split())
def test_a_refused_message_is_told_of_as_an_accepted_one(name: str) -> None:
    """How it came has the same name, kind and default in both.

    A shared parent would move every field of every event, in the schemas and on the topics.
    """
    refused, accepted = MeldingAvvist.model_fields[name], Event.model_fields[name]
    assert (refused.annotation, refused.default) == (accepted.annotation, accepted.default)
    assert refused.metadata == accepted.metadata
