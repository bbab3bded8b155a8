"""Facts as JSON: written by a faster library than the one that reads them."""

from collections.abc import Iterator

import pytest
from judging import EXAMPLES, OF_EXAMPLES, context
from whole_messages import ROOTS, samples

from adapters.messages.judge import judge
from schemas.events import Fact

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
