"""Six stays of two kommuner in January and February 2026, with known faults: the demo.

Times and ids are fixed: the same messages every time, so that a second start gets the same answers.
"""

from dataclasses import replace
from datetime import datetime
from random import Random
from typing import Final

from broker.simulate import usual
from broker.simulate.case import Case
from broker.simulate.drugs import DRUGS
from broker.simulate.head import Party
from broker.simulate.message import Message
from broker.simulate.parties import FASTLEGE, HARSTAD, HOSPITAL, TROMSO
from broker.simulate.people import person
from broker.simulate.world import Kommune
from broker.simulate.write import xml_of
from schemas.tid import OSLO

NOTES: Final = {"N": "", "M": "endring", "C": "kansellering"}
BY_FOLDER: Final = frozenset({"glemt", "dodsfall"})
"""Stays whose messages are laid in a folder."""
STATUS: Final = (b"<InformasjonOmForsendelsen>", b"</InformasjonOmForsendelsen>")

BEGIN: Final = ("innlagt", "innleggelse", "varsel")
READY: Final = ("oppdatert", "klar", "svar")
END: Final = ("rapport", "utskrevet", "epikrise")

Group = tuple[Message, ...]


def script() -> tuple[Group, ...]:
    """The messages in order of sending; those of one group are sent together, an empty one is a pause.

    What belongs together is one group, so that little is missing while the rest is on its way. What is to be
    seen to arise and then to change is some groups apart.
    """
    flawless, unlisted, refused = _flawless(), _unlisted(), _refused()
    mistaken, mended = _mistaken(), _mended()
    return (
        _messages(flawless, *BEGIN),
        _messages(_forgotten(), *BEGIN, *READY, "rapport", "utskrevet"),
        _messages(mistaken, *BEGIN),
        _messages(flawless, *READY) + _messages(flawless, "innlagt"),  # once more, as by mistake
        _messages(unlisted, *BEGIN),
        _messages(refused, *BEGIN),
        _messages(flawless, *END),
        _messages(mistaken, "innlagt-kansellering", "varsel-kansellering"),
        _messages(mended, *BEGIN),
        _messages(unlisted, *READY, "rapport")
        + tuple(replace(late, example=True) for late in _messages(unlisted, "utskrevet"))
        + _messages(unlisted, "epikrise"),
        _messages(refused, *READY, "utskrevet") + tuple(map(_invalid, _messages(refused, "rapport"))),
        _messages(mended, *READY, *END),
        _messages(_died(), *BEGIN, "utskrevet", "epikrise"),
        _messages(refused, "epikrise"),
        (),
        _messages(mended, "rapport-endring"),
    )


def _flawless() -> Case:
    """Discharged, with everything in time."""
    return _case("feilfri", 1, TROMSO, "2026-02-02T09:10", "2026-02-04T10:05", "2026-02-05T13:00")


def _forgotten() -> Case:
    """Told of too late for Tromsø (12 h), and no epikrise."""
    case = _case("glemt", 3, TROMSO, "2026-01-22T14:00", "2026-01-27T10:30", "2026-01-28T12:00")
    case.drafts["innlagt"].at = _at("2026-01-23T10:00")
    return case


def _unlisted() -> Case:
    """Discharged without a medicine list, and told of the day after."""
    case = _case("uten-liste", 2, TROMSO, "2026-02-03T22:15", "2026-02-06T11:00", "2026-02-07T12:30")
    case.drafts["rapport"].drugs = ()
    case.drafts["utskrevet"].at = _at("2026-02-08T09:00")
    return case


def _refused() -> Case:
    """Discharged with an utskrivningsrapport that is refused, and a late epikrise."""
    case = _case("avvist", 4, HARSTAD, "2026-02-09T11:00", "2026-02-12T09:40", "2026-02-13T14:00")
    case.drafts["epikrise"].at = _at("2026-02-24T09:15")
    return case


def _mistaken() -> Case:
    """Told of to the wrong kommune, late, and taken back."""
    case = _case("feilsendt", 5, TROMSO, "2026-02-10T06:00", "2026-02-13T10:00", "2026-02-14T12:00")
    case.drafts["innlagt"].at = _at("2026-02-10T21:00")
    case.drafts["varsel"].at = _at("2026-02-10T21:05")
    for name in ("innlagt", "varsel"):
        sent = case.drafts[name]
        case.again(f"{name}-kansellering", name, _at("2026-02-10T21:20"), status="C", above=sent)
    return case


def _mended() -> Case:
    """Discharged without medicines, in the utskrivningsrapport (mended later) and in the epikrise."""
    case = _case("rettet", 5, HARSTAD, "2026-02-10T06:00", "2026-02-13T10:00", "2026-02-14T12:00")
    case.drafts["innlagt"].at = _at("2026-02-10T21:30")
    case.drafts["varsel"].at = _at("2026-02-10T21:40")
    rapport = case.drafts["rapport"]
    case.again("rapport-endring", "rapport", _at("2026-02-14T16:10"), status="M", above=rapport)
    rapport.drugs = case.drafts["epikrise"].drugs = ()
    return case


def _died() -> Case:
    """Died at the hospital: no utskrivningsrapport is due."""
    case = _case("dodsfall", 6, HARSTAD, "2026-02-16T02:30", "2026-02-17T12:00", "2026-02-18T07:40")
    case.drafts["utskrevet"].outcome = case.drafts["epikrise"].outcome = "2"
    return case


def _case(name: str, number: int, kommune: Party, *times: str) -> Case:
    """A flawless stay of a kommune of the demo; `times`: admission, ready and discharge, in Oslo."""
    desk = replace(kommune, service="Saksbehandlertjenesten", service_her=f"{kommune.her[:-1]}3")
    parties = Kommune("", kommune, desk, FASTLEGE, egen=True)
    chance = Random(name)  # noqa: S311 - repeatable, not secret
    t0, tk, t1 = map(_at, times)
    case = Case(name, chance, person(number), HOSPITAL, parties, t0, tk, t1, drugs=DRUGS[:3])
    usual.flawless(case)
    case.drafts["epikrise"].copies = ()  # one AppRec for each message, so that the table has a row for each
    return case


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=OSLO)


def _messages(case: Case, *names: str) -> Group:
    """Some of the messages of a case, in order."""
    return tuple(_message(case, name) for name in names)


def _message(case: Case, name: str) -> Message:
    draft = case.drafts[name]
    note, xml = NOTES[draft.status], xml_of(draft, case.patient)
    return Message(f"{case.name}-{name}", draft.msg_id, xml, note, case.name in BY_FOLDER)


def _invalid(message: Message) -> Message:
    """The same without Forsendelsesstatus, which the schema demands."""
    begin, end = (message.xml.index(mark) for mark in STATUS)
    return replace(message, xml=message.xml[: begin + len(STATUS[0])] + message.xml[end:], note="ugyldig")
