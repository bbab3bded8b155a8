"""Dialogmeldinger: which stay a conversation belongs to, what answers what, and what belongs to no stay."""

from exchanges import (
    dialog,
    foresporsel,
    helseopplysninger,
    mottak,
    tilbakemelding,
)
from histories import FASTLEGE, TROMSO, UNN, at, epikrise, innlagt, klar, utskrevet
from sequels import endring, filed, fold, kansellering

INN, KLAR, UT = innlagt("2026-02-03T10:00"), klar("2026-02-06"), utskrevet("2026-02-07")
STAY = [INN, KLAR, UT]
FROM_UNN = {"sender": UNN, "receiver": TROMSO}


def test_tied_by_conversation_ref() -> None:
    """An answer to LOG_UTSKRIVNINGSKLAR belongs to that stay, however late, and also after a readmission."""
    again = innlagt("2026-02-20T10:00")
    for answer in (tilbakemelding(KLAR, "2026-02-21T10:00"), mottak("2026-02-21T10:00", KLAR)):
        first, second = fold(*STAY, again, answer)
        assert [doc.latest for doc in first.replies(first.klar[0])] == [answer]
        assert (second.dialoger, second.mottak) == ([], [])


def test_the_whole_conversation_follows() -> None:
    """What answers the answer belongs with it, by RefToConversation or by RefToParent alone."""
    answer = tilbakemelding(KLAR, "2026-02-06T14:00")
    back = dialog("HELSEFAGLIG", "2026-02-06T15:00", answer, **FROM_UNN)
    again = dialog("HELSEFAGLIG", "2026-04-20T10:00", back, conversation_id=None)
    (stay,) = fold(*STAY, answer, back, again)
    assert [doc.latest for doc in stay.dialoger] == [answer, back, again]
    assert [doc.latest for doc in stay.replies(stay.klar[0])] == [
        answer
    ]  # `again` names what it answers, no more
    assert [doc.latest for doc in stay.replies(stay.dialoger[0])] == [back]


def test_each_message_of_a_conversation_stands_for_itself() -> None:
    """Two answers in one conversation are two documents, each with its own time and MsgId."""
    no = tilbakemelding(KLAR, "2026-02-06T14:00")
    yes = tilbakemelding(KLAR, "2026-02-08T09:00", parent_id=no.msg_id)
    (stay,) = fold(*STAY, no, yes)
    assert [(doc.series, doc.latest) for doc in stay.replies(stay.klar[0])] == [
        (no.msg_id, no),
        (yes.msg_id, yes),
    ]
    (stay,) = fold(*STAY, mottak("2026-02-06T14:00", KLAR), mottak("2026-02-08T09:00", KLAR))
    assert len(stay.mottak) == 2


def test_opens_a_dialogue() -> None:
    """A question without reference belongs to the stay between its two parties that had begun."""
    again = innlagt("2026-02-20T10:00")
    for sendt, number in (("2026-02-02T10:00", 0), ("2026-02-10T10:00", 0), ("2026-02-20T10:00", 1)):
        for ends in ({}, FROM_UNN):
            found = fold(*STAY, again, foresporsel(sendt, **ends))
            assert [len(stay.dialoger) for stay in found] == [1 - number, number]


def test_answers_of_another_kind() -> None:
    """A question may be answered with the document it asks for, which refers to it."""
    asked = foresporsel("2026-02-04T10:00")
    given = helseopplysninger("2026-02-04T15:00", conversation_id=asked.msg_id, parent_id=asked.msg_id)
    (stay,) = fold(*STAY, asked, given)
    assert [doc.latest for doc in stay.replies(stay.dialoger[0])] == [given]


def test_reference_to_any_version() -> None:
    """Whoever answers an Endring refers to that; a version that was cancelled takes the answer nowhere."""
    first = helseopplysninger("2026-02-04T10:00")
    change = endring(first, "2026-02-05T10:00")
    answer = dialog("HELSEFAGLIG", "2026-02-05T12:00", None, conversation_id="x", parent_id=change.msg_id)
    (stay,) = fold(*STAY, first, change, answer)
    assert [doc.latest for doc in stay.replies(stay.helseopplysninger[0])] == [answer]
    late = answer.model_copy(
        update={"sent_at": at("2026-09-01T10:00"), "received_at": at("2026-09-01T10:00")}
    )
    assert fold(*STAY, first, change, late)[0].dialoger
    (stay,) = fold(*STAY, first, change, answer, kansellering(change, "2026-02-06T10:00"))
    assert [doc.latest for doc in stay.dialoger] == [answer]  # by its parties and time


def test_circle_of_references() -> None:
    """Two messages that each name the other as parent end somewhere, and the same way every time."""
    a = foresporsel("2026-02-04T10:00", navn="a")
    b = foresporsel("2026-02-04T11:00", navn="b", parent_id=a.msg_id)
    a = a.model_copy(update={"parent_id": b.msg_id})
    assert sum(len(stay.dialoger) for stay in filed(*STAY, a, b).stays) == 2


def test_fastlege_and_hospital() -> None:
    """Where a stay is known from its epikrise to the fastlege, their dialogue belongs to it."""
    asked = dialog("HELSEFAGLIG", "2026-02-10T10:00", sender=FASTLEGE, receiver=UNN)
    (stay,) = fold(epikrise(copies=()), asked)
    assert (stay.party, [doc.latest for doc in stay.dialoger]) == (FASTLEGE, [asked])
    assert stay.uten_kommunale_tjenester
