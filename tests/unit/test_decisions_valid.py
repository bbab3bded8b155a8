"""Every row of the decision table in an AppRec of both versions, on every official example."""

from pathlib import Path
from uuid import uuid4

import pytest
from judging import EXAMPLES, RECEIVED, found, official
from lxml import etree

from adapters.errors import Problem
from adapters.messages.apprec_version import ANSWERS, EDITIONS, Answer
from adapters.messages.apprec_write import apprec_xml
from adapters.messages.decisions import DECISIONS
from adapters.messages.heads import envelope_of

FAULTS = tuple(
    Problem(row.situation, row.code, f"Ord om <{row.situation}> & mer.", "/mh:MsgHead", 7)
    for row in DECISIONS.values()
    if row.what == "avvis"
)
WAYS = {answer.primary: answer for answer in ANSWERS.values()}


def test_both_versions_are_written() -> None:
    """The ways of answering tried here are of all versions there are."""
    assert {answer.edition for answer in WAYS.values()} == set(EDITIONS.values())


@pytest.mark.parametrize("answer", WAYS.values(), ids=WAYS)
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_row_is_valid(path: Path, answer: Answer) -> None:
    """Accepted, refused with each code alone, and with all of them together: by the official schemas."""
    envelope = envelope_of(etree.fromstring(path.read_bytes()))
    assert envelope is not None and envelope.receiver is not None
    for errors in ((), FAULTS, *((fault,) for fault in FAULTS)):
        status = "2" if errors else "1"
        raw = apprec_xml(
            envelope, envelope.receiver, answer, "PRIM", status, errors, str(uuid4()), RECEIVED, "1"
        )
        root = etree.fromstring(raw)
        assert official().valid(root), official().log(root)
        assert found(root, "a:Error/@V")[:9] == [fault.apprec for fault in errors][:9]
