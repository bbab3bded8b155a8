"""Which AppRec answers which message: of every row of the table, and that what comes of it is valid."""

import pytest
from judging import apprec, found, judged
from lxml import etree
from whole_messages import ROOTS, samples

from adapters.messages.apprec_version import ANSWERS, NEWEST, answer_to
from adapters.messages.row import Row
from adapters.messages.table import APPREC, KNOWN

EXPECTED = {
    ("Pasientlogistikk", "1.5"): "1.0",
    ("Pasientlogistikk", "1.6"): "1.1",
    ("Pasientlogistikk", "2.0"): "1.1",
    ("Fraværsmelding", "1.5"): "1.0",
    ("Epikrise", "1.0"): "1.0",
    ("Epikrise", "1.1"): "1.0",
    ("Epikrise", "1.2"): "1.1",
    ("Dialogmelding", "1.0"): "1.0",
    ("Dialogmelding", "1.1"): "1.1",
    ("Kommunikasjon av EPJ-innhold", "2008-02-20"): "1.0",
}
MESSAGES = {name: row for name, row in KNOWN.items() if row.name != APPREC.name}


@pytest.mark.parametrize("name", MESSAGES)
def test_every_row_has_an_answer(name: str) -> None:
    """Each version of each standard is in the table, so that none is answered by chance."""
    assert answer_to(MESSAGES[name]) in ANSWERS.values()
    assert answer_to(MESSAGES[name]) is not NEWEST


def test_versions() -> None:
    """As messages.md §1 has them; a generation of PLO is answered alike, whatever the type."""
    given = {(row.name, row.version): answer_to(row).edition.version for row in MESSAGES.values()}
    assert given.items() >= EXPECTED.items()
    generations = {"1.5": "1.0", "1.6": "1.1", "2.0": "1.1"}
    assert {v: given[name, v] for name, v in given if v in generations} == generations


def test_of_a_message_that_is_in_no_table() -> None:
    """The newest, as nothing says that its sender is old."""
    assert answer_to(None) is NEWEST is answer_to(Row("{http://example.org/a}A", "A", "1"))


@pytest.mark.parametrize("root", [root for root in ROOTS if root in MESSAGES])
def test_what_is_written_is_valid(root: str) -> None:
    """A whole message of every row, the shortest and a full one: each AppRec follows its official schema."""
    answer = answer_to(MESSAGES[root])
    for raw in samples(root):
        judgement = judged(raw)
        assert judgement.receipts
        message = etree.fromstring(raw)
        for number in range(len(judgement.receipts)):
            receipt = apprec(judgement, number)
            assert found(receipt, "a:MIGversion/text()") == [answer.edition.mig]
            assert found(receipt, "a:Sender/a:Role/@V")[0] in (answer.primary, "COP")
            assert found(receipt, "a:Receiver/a:Role/@V") == [answer.edition.answered]
            gen_date = message.find(".//{*}GenDate")
            assert found(receipt, "a:OriginalMsgId/a:IssueDate/text()") == [
                gen_date.get("V") or gen_date.text
            ]
            assert found(receipt, "a:OriginalMsgId/a:Id/text()") == [message.findtext(".//{*}MsgId")]
