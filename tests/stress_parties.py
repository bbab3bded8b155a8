"""What each party may read, held against what was sent and found."""

from collections.abc import Iterable, Sequence

from service import PARTIES, Service, until
from stress_messages import Message
from stress_records import read, told

from schemas.avvik import Avvik
from schemas.topics import AVVIK, MELDINGER

ROUTED_S = 120.0


def routed(service: Service, sent: Sequence[Message], avvik: Iterable[tuple[Avvik, bytes]]) -> None:
    """Wait until each party has all that it may read on its own topics; fails when it has another's."""
    raw = {one.msg_id: one.raw for one in sent}
    due = {(her, one.raw) for one in sent for her in one.judged.receivers}
    due |= {(her, value) for one, value in avvik for her in (one.hospital, one.party) if her}
    topics = [f"part.{her}.{topic.name}" for her in PARTIES for topic in (MELDINGER, AVVIK)]

    def came() -> set[tuple[str, bytes]]:
        records = read(service, *topics)
        ours = [
            (one.topic.split(".")[1], one.value or b"") for one in records if one.header("plo-msg-id") in raw
        ]
        theirs = [(one.topic.split(".")[1], one.value or b"") for one in records if told([one], raw)]
        return {*ours, *theirs}

    until(lambda: came() == due, ROUTED_S, "the parties' topics do not hold what they should")
