"""What is sent: the official examples that we read, each for its own patient and with a place for a MsgId."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import cycle, islice

from histories import AVTALE
from judging import EXAMPLES, OF_EXAMPLES, judged

from adapters.messages.patient import OFFICIAL_TEST_PERSONS
from broker.simulate.people import person

LARGE = 100_000
"""Bytes; one example has a PDF of this order, and would be most of what is measured."""
VARIANTS = 520
"""Prepared bodies, each of another patient."""

MSG_ID = re.compile(rb"(?<=<MsgId>)[^<]+(?=</MsgId>)")
PATIENT = re.compile("|".join(sorted(OFFICIAL_TEST_PERSONS)).encode())


@dataclass(frozen=True, slots=True)
class Body:
    """A message cut in two where its MsgId goes."""

    before: bytes
    after: bytes

    def of(self, msg_id: bytes) -> bytes:
        """The message with this MsgId."""
        return b"".join((self.before, msg_id, self.after))


def msg_id(run: int, number: int) -> bytes:
    """A UUID that no other message has; `run` below 2**32."""
    return b"%08x-0000-4000-8000-%012x" % (run, number)


@cache
def examples() -> dict[bytes, str]:
    """The official examples of usual size that we accept -> level-1 HER-id of the sender."""
    usual = (raw for raw in (path.read_bytes() for path in EXAMPLES) if len(raw) < LARGE)
    found = {raw: judged(raw, agreement=OF_EXAMPLES) for raw in usual}
    return {raw: one.sender for raw, one in found.items() if one.verdict == "godtatt"}


def bodies() -> list[Body]:
    """VARIANTS bodies, the examples in turn."""
    return list(_bodies())


def _bodies() -> Iterator[Body]:
    for number, raw in enumerate(islice(cycle(examples()), VARIANTS)):
        before, after = MSG_ID.split(raw, maxsplit=1)
        fnr = person(number).idents[0][1].encode()
        yield Body(PATIENT.sub(fnr, before), PATIENT.sub(fnr, after))


def mean_bytes() -> int:
    """Mean size of a message."""
    return sum(map(len, examples())) // len(examples())


def agreement_toml() -> str:
    """An agreement in which the receivers of the examples are ours, so that each message is answered."""
    parts = (
        f'[[part]]\nher = "{part.her}"\nnavn = "{part.navn}"\nkind = "{part.kind}"\negen = true\n'
        + (f'kommunenr = "{part.kommunenr}"\n' if part.kommunenr else "")
        for part in (*OF_EXAMPLES.parts, *AVTALE.parts)
    )
    return "produksjon = false\n\n" + "\n".join(parts)
