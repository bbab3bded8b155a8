"""Nothing lost, no effect twice: what was sent, held against every topic.

Records may repeat, with the same id and the same bytes: that is how at-least-once looks.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from service import Service, until
from stress_messages import Message, expected
from stress_parties import routed
from stress_records import once, read, told
from stress_store import check_store

from adapters.kafka.records import Incoming
from schemas.avvik import Standing
from schemas.events import KVITTERINGER, KvitteringMottatt, KvitteringSendt
from schemas.topics import AVVIK, HENDELSER, INTERNAL, MELDINGER
from schemas.topics import KVITTERINGER as RECEIPTS

SETTLE_S = 120.0
SAME = ("id", "rule", "state", "deadline", "msg_ids", "party", "stay_from", "stay_to")
"""What tells that two avvik are the same (architecture.md §4); not when they were found."""


@dataclass(frozen=True)
class Finding:
    """Counts by kind of record: how many there should be, how many there are, how many came again."""

    counts: Mapping[str, tuple[int, int, int]]

    def __str__(self) -> str:
        rows = [f"{'':<20}{'should be':>12}{'are':>12}{'repeated':>12}"]
        rows += [f"{what:<20}" + "".join(f"{n:>12}" for n in count) for what, count in self.counts.items()]
        return "\n".join(rows)


def check(service: Service, key: str, sent: Sequence[Message], answered: Mapping[str, bytes]) -> Finding:
    """Wait until what was sent has come to its end; fails where anything is lost, doubled or differs.

    Args:
        key: to send again with, what nobody knows whether it was finished.
        answered: the body each sender got, by MsgId.
    """
    ids = {one.msg_id for one in sent}
    assert ids == answered.keys()
    should = expected(service, sent)
    settled(service, should, ids)
    check_store(service, key, sent, answered, told(read(service, AVVIK.name), ids))
    records = read(service, *(topic.name for topic in INTERNAL))
    found = {
        "meldinger": messages(records, sent),
        "hendelser": events(records, sent),
        "kvitteringer": receipts(records, answered),
        "avvik": changes(records, should, ids),
    }
    routed(service, sent, told(records, ids))
    assert not {one.header("plo-msg-id") for one in read(service, f"{MELDINGER.name}.dlt")} & ids
    return Finding(found)


def settled(service: Service, should: Sequence[Standing], ours: Collection[str]) -> None:
    """Wait until the avvik that were told are those that should stand."""
    wanted = {facts(one) for one in should}

    def stand() -> set[tuple[object, ...]]:
        last = {one.id: one for one, _ in told(read(service, AVVIK.name), ours)}
        return {facts(one) for one in last.values() if one.state != "trukket"}

    until(lambda: stand() == wanted, SETTLE_S, "the avvik that stand are not those that should")


def facts(one: Standing) -> tuple[object, ...]:
    return tuple(getattr(one, name) for name in SAME)


def messages(records: Iterable[Incoming], sent: Sequence[Message]) -> tuple[int, int, int]:
    """Every message lies on meldinger.v1 as it was sent, under one id."""
    raw = {one.msg_id: one.raw for one in sent}
    ours = [one for one in records if one.topic == MELDINGER.name and one.header("plo-msg-id") in raw]
    found, repeated = once((one.header("plo-msg-id"), one.value) for one in ours)
    assert found == raw
    assert len({one.header("ce_id") for one in ours}) == len(raw)
    return len(raw), len(found), repeated


def events(records: Iterable[Incoming], sent: Sequence[Message]) -> tuple[int, int, int]:
    """Every message is one event, with the id that its sender and MsgId give."""
    ids = {one.msg_id for one in sent}
    should = {str(one.judged.event.id) for one in sent if one.judged.event}
    ours = [one for one in records if one.topic == HENDELSER.name and one.header("plo-msg-id") in ids]
    found, repeated = once((one.header("ce_id"), one.value) for one in ours)
    assert found.keys() == should
    return len(should), len(found), repeated


def receipts(records: Iterable[Incoming], answered: Mapping[str, bytes]) -> tuple[int, int, int]:
    """What a sender was answered is told once on kvitteringer.v1; a posted AppRec is told as received."""
    values = [one.value or b"" for one in records if one.topic == RECEIPTS.name]
    facts_ = [(KVITTERINGER.validate_json(value), value) for value in values]
    given = [
        (one, value) for one, value in facts_ if isinstance(one, KvitteringSendt) and one.answers in answered
    ]
    found, repeated = once((one.id, value) for one, value in given)
    due = {msg_id: body for msg_id, body in answered.items() if body}
    assert {one.answers: one.apprec.encode() for one, _ in given} == due
    came = {one.msg_id for one, _ in facts_ if isinstance(one, KvitteringMottatt)}
    assert answered.keys() - due.keys() <= came
    return len(due), len(found), repeated


def changes(
    records: Iterable[Incoming], should: Sequence[Standing], ours: Collection[str]
) -> tuple[int, int, int]:
    """Each avvik is told of in versions 1, 2, 3 … in that order, each with one content."""
    mine = told(records, ours)
    found, repeated = once(((one.id, one.version), value) for one, value in mine)
    versions: dict[object, list[int]] = defaultdict(list)
    for id_, version in found:
        versions[id_].append(version)
    assert all(came == list(range(1, len(came) + 1)) for came in versions.values())
    assert {one.id for one in should} <= versions.keys()
    opened = Counter(one.id for one, _ in mine if one.version == 1)
    assert opened.keys() == versions.keys()
    return len(found), len(found), repeated
