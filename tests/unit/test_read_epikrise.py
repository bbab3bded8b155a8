"""What an epikrise tells of the stay and of itself, in every version."""

from datetime import UTC, datetime

import pytest
from builders import epikrise_xml
from epikriser import ALL, XHTML, E, changed, example, keys, remove, told
from lxml import etree
from whole_heads import OWN_HEAD
from whole_messages import samples

from adapters.messages.epikrise import ROWS
from adapters.messages.namespaces import EPIKRISE_10, EPIKRISE_11, EPIKRISE_12
from adapters.messages.row import Row
from schemas.deler import DELER
from schemas.tid import Tidspunkt

ID = "2b9c7d1e-0000-4000-8000-000000000002"


def test_new() -> None:
    """The official example, read by hand."""
    new = told(example("n"))
    assert new.innlagt == Tidspunkt(utc=datetime(2017, 4, 27, 7, 0, 10, tzinfo=UTC))
    assert new.utskrevet == Tidspunkt(utc=datetime(2017, 5, 4, 7, 20, 12, tzinfo=UTC))
    assert (new.adm_outcome, new.adm_cat, new.fodselsdag, new.dod) == ("1", "1", False, None)
    assert new.deler == ALL and set(ALL) <= set(DELER)
    assert new.medisiner == ("strukturert",)
    assert new.brukes == keys("C03CA01", "C07AB02", "M04AA01", "J01CE02")
    assert new.brukes_navn == keys("Furix", "selozok", "Zyloric", "Apocillin")
    assert not (new.liste_i_vedlegg or new.ingen_legemidler)


def test_changed() -> None:
    """The endring adds one medicine, B01A C06, and is otherwise as complete."""
    new, change = told(example("n")), told(example("m"))
    assert set(change.brukes) - set(new.brukes) == {*keys("B01AC06")}
    assert (change.status, change.deler, change.series) == ("M", ALL, new.series)


def test_cancelled() -> None:
    """A kansellering has no Event, and what is left is not judged."""
    cancelled = told(example("c"))
    assert (cancelled.status, cancelled.innlagt, cancelled.adm_cat) == ("C", None, None)
    assert (cancelled.deler, cancelled.medisiner, cancelled.brukes) == ((), (), ())


def test_the_stay_is_the_first_that_has_been() -> None:
    """A planned Event before it is not; what both hold is counted."""
    planned = "<PlannedEvent/><ServType V='N'/><AdmOutcome V='2'/><Service/>"

    def plan(root: etree._Element) -> None:
        event = root.find(f".//{E}Event")
        event.addprevious(etree.fromstring(f'<Event xmlns="{EPIKRISE_12}">{planned}</Event>'))
        event.addprevious(etree.fromstring(f'<Event xmlns="{EPIKRISE_12}"/>'))

    seen, plain = changed(plan), told(example("n"))
    assert seen.model_dump(exclude={"id", "avtrykk"}) == plain.model_dump(exclude={"id", "avtrykk"})
    only_planned = changed(remove("//e:ReportedEvent"), plan, remove("//e:Event[e:InfItem]"))
    assert (only_planned.innlagt, only_planned.adm_outcome) == (None, None)


def test_an_event_in_an_event() -> None:
    """What stands in it is told; when it was is not the stay's time."""

    def nest(root: etree._Element) -> None:
        event = root.find(f".//{E}Event")
        inner = etree.fromstring(
            f'<Event xmlns="{EPIKRISE_12}"><ReportedEvent><StartDateTime V="2016-01-01"/></ReportedEvent>'
            "<ServType/><Service/></Event>"
        )
        inner.extend(event.xpath("e:InfItem | e:Comment", namespaces={"e": EPIKRISE_12}))
        event.find(f"{E}Service").addprevious(inner)

    plain = told(example("n"))
    assert changed(nest).model_dump(exclude={"avtrykk"}) == plain.model_dump(exclude={"avtrykk"})


def test_death() -> None:
    """DateOfDeath is a date or more."""
    died = changed(
        lambda root: root.find(f".//{E}DateOfBirth").addnext(etree.Element(f"{E}DateOfDeath", V="2017-05-04"))
    )
    assert died.dod == Tidspunkt(utc=datetime(2017, 5, 3, 22, tzinfo=UTC), bare_dato=True)


def test_several_references() -> None:
    """The series is ServProvId; ids of referral, requests and documents are not told."""
    other = "2b9c7d1e-0000-4000-8000-00000000000{}"

    def refer(root: etree._Element) -> None:
        request = etree.fromstring(
            f'<AssRequest xmlns="{EPIKRISE_12}"><MsgType V="H"/><Id>{other.format(1)}</Id></AssRequest>'
        )
        root.find(f".//{E}Service").addnext(request)
        file = etree.fromstring(
            f'<RefDoc xmlns="{EPIKRISE_12}"><MsgType V="A"/><Id>{other.format(2)}</Id></RefDoc>'
        )
        root.find(f"{E}ServRprt").append(file)

    seen = changed(refer)
    assert seen.conversation_id == seen.series == "b9270660-4567-11e7-9598-0800200c9a66"
    assert seen.parent_id is None and seen.copies == ("91393",)
    assert "2b9c7d1e" not in seen.model_dump_json() and "fdebda50" not in seen.model_dump_json()
    alone = changed(remove("//e:ServProvId"))
    assert (alone.conversation_id, alone.series) == (None, alone.msg_id)


def in_version(namespace: str, raw: bytes) -> bytes:
    """An epikrise 1.2 of the builders in the words of another version."""
    text = raw.decode()
    for of, to in OWN_HEAD[namespace]:
        text = text.replace(of, to)
    if namespace != EPIKRISE_12:
        text = text.replace("<Service>", "<Id>1</Id><Service>")
    if namespace == EPIKRISE_10:
        text = text.replace(f'<div xmlns="{XHTML}"><p>', "").replace("</p></div>", "")
    return text.encode()


def test_the_same_in_every_version() -> None:
    """1.0 and 1.1, with type E, tell what 1.2 tells."""
    raw = epikrise_xml(text="Bruker ingen faste medisiner", document_id=ID, msg_id=ID)
    old, middle, new = (told(in_version(of, raw)) for of in (EPIKRISE_10, EPIKRISE_11, EPIKRISE_12))
    assert (old.version, middle.version, new.version) == ("1.0", "1.1", "1.2")
    apart = {"version", "avtrykk"}
    assert old.model_dump(exclude=apart) == new.model_dump(exclude=apart)
    assert middle.model_dump(exclude=apart) == new.model_dump(exclude=apart)
    assert (new.message_type, new.medisiner) == ("EPIKRISE", ("strukturert", "fritekst"))
    assert new.ingen_legemidler and len(new.brukes) == 2 and new.innlagt and new.conversation_id == ID


@pytest.mark.parametrize("namespace", [EPIKRISE_10, EPIKRISE_11, EPIKRISE_12])
@pytest.mark.parametrize("status", ["N", "M", "C"])
def test_status_in_every_version(namespace: str, status: str) -> None:
    """ServType says whether it is new, a change or a kansellering, which is accepted without an Event."""
    seen = told(in_version(namespace, epikrise_xml(status=status)))
    assert (seen.status, seen.innlagt is None) == (status, status == "C")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.version)
@pytest.mark.parametrize("branch", range(6))
def test_whole_messages(row: Row, branch: int) -> None:
    """The shortest and the fullest of each version are taken over; the fullest has every part but one.

    Its addresses are no phones.
    """
    short, full = (told(raw) for raw in samples(row.tag, branch))
    assert short.version == full.version == row.version
    assert short.deler == () and short.medisiner == () and short.copies == ()
    assert "godkjent" in full.deler and full.copies == ("90401",)
