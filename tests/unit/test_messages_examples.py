"""Every official example, as they are."""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
from judging import EXAMPLES, OF_EXAMPLES, STANDARDS, apprec, found, judged

from schemas.events import EpikriseMottatt, Event, PasientUtskrevet, UtskrivningsrapportMottatt
from schemas.tid import Tidspunkt


def example(part: str) -> bytes:
    (path,) = [path for path in EXAMPLES if part in path.name]
    return path.read_bytes()


def event_of(part: str) -> Event:
    event = judged(example(part), agreement=OF_EXAMPLES).event
    assert isinstance(event, Event)
    return event


def tid(
    year: int, month: int, day: int, hour: int, minute: int = 0, second: int = 0, *, bare_dato: bool = False
) -> Tidspunkt:
    return Tidspunkt(utc=datetime(year, month, day, hour, minute, second, tzinfo=UTC), bare_dato=bare_dato)


def test_all_are_there() -> None:
    """The official files: 22 of PLO, 6 dialogmeldinger and 3 epikriser."""
    folders = Counter(path.relative_to(STANDARDS / "examples").parts[0] for path in EXAMPLES)
    assert folders == {"plo_1_6": 22, "dialogmelding": 6, "epikrise_1_2": 3}


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.stem)
def test_read(path: Path) -> None:
    """Each is accepted, has a pid and its MsgId, and gets a positive AppRec that mirrors it."""
    raw = path.read_bytes()
    judgement = judged(raw, agreement=OF_EXAMPLES)
    assert judgement.verdict == "godtatt" and judgement.problems == ()
    assert isinstance(judgement.event, Event) and judgement.key == judgement.event.pid
    answer = apprec(judgement)
    assert found(answer, "a:Status/@V") == ["1"]
    assert found(answer, "a:OriginalMsgId/a:MsgType/@V") == [judgement.message_type]
    assert f">{found(answer, 'a:OriginalMsgId/a:Id/text()')[0]}<".encode() in raw
    assert found(answer, "a:OriginalMsgId/a:IssueDate/text()")[0].encode() in raw


def test_utskrevet() -> None:
    """A discharge is a date alone; the patient is alive and goes home."""
    event = event_of("Melding_om_utskrevet")
    assert isinstance(event, PasientUtskrevet)
    assert event.utskrevet == tid(2018, 1, 31, 23, bare_dato=True)
    assert (event.uttilstand, event.ut_til) == ("1", "1")
    assert (event.sender, event.sender_service) == ("59", "90998")
    assert (event.receiver, event.receiver_service) == ("99387", "5078")
    assert event.sent_at == datetime(2018, 2, 1, 10, 20, 13, tzinfo=UTC)


def test_ready_and_not_ready() -> None:
    """Events 1, 3 and 4 are told apart by their codes."""
    ready, not_ready = event_of("logistikk_Utskrivningsklar"), event_of("Avmelding")
    assert ready.model_dump(include={"innlagt", "utskrivningsklar"}) == {
        "innlagt": tid(2018, 1, 29, 9).model_dump(),
        "utskrivningsklar": tid(2018, 1, 30, 23, bare_dato=True).model_dump(),
    }
    assert not_ready.model_dump(include={"avmeldt"}) == {
        "avmeldt": tid(2018, 1, 30, 23, bare_dato=True).model_dump()
    }


@pytest.mark.parametrize(("part", "current", "seponerte"), [("Ny", 6, 1), ("Endring", 6, 1), ("Kans", 0, 0)])
def test_utskrivningsrapport(part: str, current: int, seponerte: int) -> None:
    """Seponerte are not counted as current; the stay is told by texts; a kansellering tells nothing."""
    event = event_of(f"Utskrivningsrapport_v1-6_{part}")
    assert isinstance(event, UtskrivningsrapportMottatt)
    assert (event.legemidler, event.seponerte) == (current, seponerte)
    assert not (event.liste_i_vedlegg or event.liste_i_tekst or event.ingen_legemidler)
    if part == "Ny":
        assert (event.innlagt, event.utskrevet) == (tid(2018, 1, 30, 13), tid(2018, 2, 2, 9))


def test_epikrise() -> None:
    """N, M and C share the document id; times, outcome and medicines are read; it is a marked test."""
    new, change, cancelled = (event_of(f"epikrise_v1.2_{letter}") for letter in "nmc")
    assert isinstance(new, EpikriseMottatt) and isinstance(cancelled, EpikriseMottatt)
    assert (new.innlagt, new.utskrevet) == (tid(2017, 4, 27, 7, 0, 10), tid(2017, 5, 4, 7, 20, 12))
    assert (new.adm_outcome, new.adm_cat, new.medisiner) == ("1", "1", ("strukturert",))
    assert (cancelled.innlagt, cancelled.medisiner) == (None, ())
    assert [event.status for event in (new, change, cancelled)] == ["N", "M", "C"]
    assert len({event.series for event in (new, change, cancelled)}) == 1
    assert new.test


def test_series() -> None:
    """A kansellering and an endring point at the message they belong to."""
    new, change, cancelled = (
        event_of(f"Utskrivningsrapport_v1-6_{part}") for part in ("Ny", "Endring", "Kans")
    )
    assert change.series == cancelled.series == new.msg_id
    assert (change.parent_id, cancelled.parent_id) == (new.msg_id, change.msg_id)


def test_one_person_one_pid() -> None:
    """The same person has the same pid in every type of message."""
    people = {judged(p.read_bytes(), agreement=OF_EXAMPLES).key for p in EXAMPLES}
    assert len(people) == 3
