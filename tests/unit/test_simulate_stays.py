"""The demo's six stays: exactly the intended avvik come of exactly these messages."""

from collections import defaultdict
from datetime import UTC, datetime

import pytest

from adapters.messages.judge import Context, Judgement, judge
from adapters.xml.validate import Schema
from broker.settings import SHIPPED
from broker.simulate.message import Message
from broker.simulate.parties import HARSTAD, PARTIES, TROMSO
from broker.simulate.stays import script
from consumers.evaluate import evaluate
from schemas.agreements import load
from schemas.events import AnyEvent

NOW = datetime(2026, 6, 1, tzinfo=UTC)
AGREEMENT = load(SHIPPED / "avtale_demo.toml")
CONTEXT = Context(
    agreement=AGREEMENT,
    schema=Schema(SHIPPED / "xsd"),
    pid_key=b"k" * 32,
    max_bytes=1_000_000,
    received_at=NOW,
    historie=True,
    speaks_for=frozenset(PARTIES),
    software_version="0",
)

EXPECTED = {
    ("feilfri", TROMSO.her): {},
    ("uten-liste", TROMSO.her): {"R-U03": "apen", "R-U12": "levert_sent"},
    ("glemt", TROMSO.her): {"R-U02": "levert_sent", "R-U17": "apen"},
    ("avvist", HARSTAD.her): {"R-T04": "apen", "R-U14": "apen", "R-U18": "levert_sent"},
    ("feilsendt", TROMSO.her): {},
    ("rettet", HARSTAD.her): {"R-U20": "apen"},
    ("dodsfall", HARSTAD.her): {},
}
"""Stay and kommune -> rule and state of the avvik that stand in the end."""


def messages() -> list[Message]:
    return [message for group in script() for message in group]


def stay_of(message: Message) -> str:
    return next(name for name, _ in EXPECTED if message.name.startswith(f"{name}-"))


def judged(found: list[Message]) -> list[Judgement]:
    return [judge(message.xml, CONTEXT) for message in found]


def histories(found: list[Message]) -> dict[str, list[AnyEvent]]:
    """Patient -> events, each once, as detect would hold them."""
    by_pid: dict[str, dict[object, AnyEvent]] = defaultdict(dict)
    for judgement in judged(found):
        if judgement.event:
            by_pid[judgement.key][judgement.event.id] = judgement.event
    return {pid: [*events.values()] for pid, events in by_pid.items()}


def standing(found: list[Message]) -> dict[tuple[str, str | None], dict[str, str]]:
    """Patient and kommune -> rule and state."""
    result: dict[tuple[str, str | None], dict[str, str]] = defaultdict(dict)
    for pid, events in histories(found).items():
        for avvik in evaluate(events, NOW, AGREEMENT).avvik:
            result[pid, avvik.party][avvik.rule] = avvik.state
    return result


def test_all_but_one_message_is_accepted() -> None:
    """The faults are in what is sent and when; the one invalid message is answered with T02."""
    refused = {
        m.name: j for m, j in zip(messages(), judged(messages()), strict=True) if j.verdict != "godtatt"
    }
    assert {name: j.verdict for name, j in refused.items()} == {"avvist-rapport": "avvist"}
    (receipt,) = refused["avvist-rapport"].receipts
    assert receipt.event.errors == ("T02",)


def test_every_message_is_answered_by_one_receipt() -> None:
    """The table has a row for each message, so each must have an AppRec, and one only."""
    assert {len(judgement.receipts) for judgement in judged(messages())} == {1}


@pytest.mark.parametrize(("stay", "kommune"), EXPECTED)
def test_exactly_the_intended_avvik_stand(stay: str, kommune: str) -> None:
    """What each stay is there to show, by the real rules."""
    found = messages()
    pid = next(j.key for m, j in zip(found, judged(found), strict=True) if stay_of(m) == stay)
    assert standing(found).get((pid, kommune), {}) == EXPECTED[stay, kommune]


def test_nothing_else_stands() -> None:
    """Eight avvik in all: no kommune has one that the table does not name."""
    rules = sorted(rule for avvik in standing(messages()).values() for rule in avvik)
    assert rules == sorted(rule for avvik in EXPECTED.values() for rule in avvik)


def before(name: str) -> list[Message]:
    """Everything that was sent before the message of that name."""
    found = messages()
    return found[: [message.name for message in found].index(name)]


@pytest.mark.parametrize(
    ("until", "rule", "kommune"),
    [
        ("feilsendt-innlagt-kansellering", "R-U02", TROMSO.her),
        ("rettet-rapport-endring", "R-U03", HARSTAD.her),
    ],
)
def test_two_avvik_arise_and_are_withdrawn(until: str, rule: str, kommune: str) -> None:
    """A kansellering and an endring each take an avvik back, and one sees it standing before."""
    found = messages()
    stay = until.split("-")[0]
    pid = next(j.key for m, j in zip(found, judged(found), strict=True) if stay_of(m) == stay)
    assert rule in standing(before(until))[pid, kommune]
    assert rule not in standing(found).get((pid, kommune), {})


def test_a_late_epikrise_is_missing_first() -> None:
    """The avvik changes from manglende to for sen before one's eyes, and is the same one."""
    found = messages()
    pid = next(j.key for m, j in zip(found, judged(found), strict=True) if stay_of(m) == "avvist")
    first = {a.rule: a.id for a in evaluate(histories(before("avvist-epikrise"))[pid], NOW, AGREEMENT).avvik}
    last = {a.rule: a.id for a in evaluate(histories(found)[pid], NOW, AGREEMENT).avvik}
    assert first["R-U17"] == last["R-U18"]


def test_no_group_leaves_an_avvik_that_the_next_ones_take_back_unintended() -> None:
    """After each group only what stands in the end, or is meant to be seen changing, stands."""
    meant = {"R-U02", "R-U03", "R-U17"}
    allowed = {rule for avvik in EXPECTED.values() for rule in avvik} | meant
    sent: list[Message] = []
    flawless = judged(messages())[0].key
    for group in script():
        sent += group
        now = standing(sent)
        assert {rule for avvik in now.values() for rule in avvik} <= allowed
        assert not [key for key in now if key[0] == flawless]


def test_the_messages_are_the_same_every_time() -> None:
    """A second start posts the same bytes, and so gets the same AppRecs."""
    assert script() == script()


def test_one_message_is_sent_twice_and_all_others_have_their_own_id() -> None:
    """The duplicate is the very same message."""
    found = messages()
    twice = [one for one in found if sum(other.msg_id == one.msg_id for other in found) > 1]
    assert len(twice) == 2
    assert twice[0].xml == twice[1].xml


def test_some_go_over_http_and_some_by_folder() -> None:
    """Both ways in are shown."""
    assert {message.by_folder for message in messages()} == {True, False}


def test_the_parties_are_those_of_the_demo_agreement() -> None:
    """Sender and receivers are known, and answered for."""
    assert set(PARTIES) <= AGREEMENT.own
    for party in (TROMSO, HARSTAD):
        part = AGREEMENT.part(party.her)
        assert part is not None
        assert (part.navn, party.service_her in part.tjenester) == (party.name, True)
