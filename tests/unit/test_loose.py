"""What belongs to no stay: conversations and single messages, each by itself."""

from typing import Any

from exchanges import (
    TO_FASTLEGE,
    dialog,
    epj_innhold,
    foresporsel,
    tjenestetilbud,
)
from histories import FASTLEGE, HARSTAD, TROMSO, UNN, dod, innlagt, klar, utskrevet
from sequels import filed, fold, kansellering

INN, KLAR, UT = innlagt("2026-02-03T10:00"), klar("2026-02-06"), utskrevet("2026-02-07")
STAY = [INN, KLAR, UT]
FROM_UNN = {"sender": UNN, "receiver": TROMSO}


def test_no_stay() -> None:
    """Questions outside any stay wait in the pool, each conversation by itself, with its answers."""
    asked = foresporsel("2025-02-04T10:00")
    answer = dialog("SVAR", "2025-02-05T10:00", asked, **FROM_UNN)
    other = foresporsel("2025-02-04T11:00")
    found = filed(*STAY, asked, answer, other)
    assert [[doc.latest for doc in papers.dialoger] for papers in found.loose] == [[asked, answer], [other]]
    for papers in found.loose:
        assert (papers.hospital, papers.party, papers.kommune, papers.pid) == (UNN, TROMSO, "5501", asked.pid)
    one = found.loose[0]
    assert [doc.latest for doc in one.replies(one.dialoger[0])] == [answer]
    (alone,) = filed(answer).loose
    assert alone.id == one.id  # the question comes later, and joins it


def test_about_a_message_of_no_stay() -> None:
    """What is said about it lies with it: here that it came to the wrong address."""
    told = tjenestetilbud("2026-02-04T10:00")
    wrong = dialog("AVVIK", "2026-02-04T11:00", told, tema="1", sender=FASTLEGE, receiver=TROMSO)
    for said in (wrong, wrong.model_copy(update={"conversation_id": "x"})):
        (papers,) = filed(told, said).loose
        assert [doc.latest for doc in papers.replies(papers.tjenestetilbud[0])] == [said]
    (papers,) = filed(told, wrong).loose
    (alone,) = filed(wrong).loose
    assert alone.id == papers.id


def test_conversation_whose_beginning_is_unknown() -> None:
    """Messages that name the same first message are together, whether we have that or not."""
    unseen = {"conversation_id": "0" * 32, "parent_id": "1" * 32}
    said = [dialog("HELSEFAGLIG", f"2026-02-0{day}T10:00", **unseen) for day in (4, 5)]
    (papers,) = filed(*said).loose
    assert len(papers.dialoger) == 2


def test_of_a_cancelled_stay() -> None:
    """What was said before a LOG_INNLAGT was cancelled goes with it; what is said after belongs nowhere."""
    gone = kansellering(INN, "2026-02-04T10:00")
    found = filed(INN, gone, foresporsel("2026-02-03T12:00"), foresporsel("2026-02-05T12:00"))
    assert [len(stay.dialoger) for stay in found.stays] == [1]
    assert [len(papers.dialoger) for papers in found.loose] == [1]


def test_other_messages_between_the_two_parties() -> None:
    """Any other message of the pair belongs to the stay of its time; those of others belong to none."""
    here: list[Any] = [
        epj_innhold("2026-02-05T12:00"),
        epj_innhold("2026-02-05T13:00", sender=TROMSO, receiver=UNN),
    ]
    (stay,) = fold(*STAY, *here)
    assert [doc.latest for doc in stay.epj_innhold] == here
    elsewhere = [
        epj_innhold("2026-02-05T12:00", receiver=HARSTAD),
        tjenestetilbud("2026-02-05T12:00"),
        dod("2026-02-05"),
        foresporsel("2026-02-05T12:00", **TO_FASTLEGE),
    ]
    found = filed(*STAY, *elsewhere)
    assert [len(list(stay.documents())) for stay in found.stays] == [3]
    assert sorted((papers.hospital, papers.party) for papers in found.loose) == [
        (UNN, HARSTAD),
        *[(FASTLEGE, TROMSO)] * 3,  # the kommune is the party, whoever wrote
    ]
