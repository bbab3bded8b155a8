"""What a rule is, and what it finds. Pure: no rule knows what time it is.

A rule looks at one stay and says what is wrong, and from when: `since` is the moment a deadline has
passed. `evaluate` holds that against the clock.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple, TypeVar

from consumers.document import Document
from consumers.papers import Papers
from consumers.stay import Stay
from schemas.agreements import Agreement, Kind, Part
from schemas.avvik import Confidence, Direction, Severity
from schemas.events import Event
from schemas.tid import Tidspunkt

E = TypeVar("E", bound=Event)

SECOND: Final = timedelta(seconds=1)
"""Messages give whole seconds: a limit has passed when its second is over."""

ANNET_SYKEHUS: Final = "31"
"""AdmOutcome (7300): to another hospital, and not only to another unit of this one."""

KOMMUNE: Final[frozenset[Kind]] = frozenset({"kommune"})
MOTTAKER: Final[frozenset[Kind]] = frozenset({"kommune", "fastlege"})


class Limit(NamedTuple):
    """A deadline, UTC: as agreed, and the first moment at which it has passed, grace included."""

    deadline: datetime
    over: datetime


@dataclass(frozen=True, slots=True)
class Terms:
    """The agreement, as seen from the party of one stay.

    Attributes:
        party: that party; of kind "ukjent" for technical rules alone (rules.md §12.1).
        svarer: level-1 HER-ids that have sent any AppRec; the others count as acknowledging (§12.21).
    """

    agreement: Agreement
    party: Part
    svarer: frozenset[str] = frozenset()

    def limit(self, key: str, start: Tidspunkt | datetime) -> Limit:
        """The limit `key` of rules.md §2, counted from `start`."""
        deadline = self.agreement.frist(key, self.party.kommunenr).after(start)
        grace = self.agreement.frist("grace", self.party.kommunenr).length
        return Limit(deadline, deadline + grace + SECOND)


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule has found in a stay.

    Attributes:
        subject: message type of what is missing or late, or the document series.
        rests_on: the documents it rests on.
        deadline: without grace, UTC; None for what is judged at receipt.
        since: the finding holds from this moment on, UTC; None = from the first look.
        arrived_at: when what was late was sent, UTC.
        severity, confidence, text: where they differ from the rule's own.
    """

    subject: str
    rests_on: tuple[Document[Any], ...]
    deadline: datetime | None = None
    since: datetime | None = None
    arrived_at: datetime | None = None
    severity: Severity | None = None
    confidence: Confidence | None = None
    text: str | None = None


Check = Callable[[Stay, Terms], Iterator[Finding]]
LooseCheck = Callable[[Papers, Terms], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of the rule table.

    Attributes:
        id: as in rules.md §6 to §8; never used again for anything else.
        version: counts up when the meaning changes; every avvik carries it.
        name: bokmål.
        betyr: what it finds, one sentence in bokmål for the catalogue.
        source: the document and its section that asks for it.
        category: key of rules.md §5.
        severity, confidence: of a finding that says nothing else.
        text: one sentence in bokmål without personal data.
        check: stay and terms -> findings.
        loose: the same for what belongs to no stay, for rules that look at single messages.
        pair: the *manglende* rule whose id names the avvik, where two rules share one (rules.md §4).
        innhold: judges the content of one message; the others judge a deadline of the stay.
        towards: kinds of party it is about.
        direction: of a fault at UNN; a stay elsewhere has none (rules.md §3, KAD).
        teknisk: about the messages themselves; not counted among samhandlingsavvik (rules.md §12.5).
        av: why it does not run, in bokmål; "" = it runs.
        frister: keys of rules.md §2 that it counts by; none for what is judged at receipt.
    """

    id: str
    version: int
    name: str
    betyr: str
    source: str
    category: str
    severity: Severity
    confidence: Confidence
    text: str
    check: Check
    pair: str = ""
    innhold: bool = False
    towards: frozenset[Kind] = KOMMUNE
    direction: Direction = "til_UNN"
    loose: LooseCheck | None = None
    teknisk: bool = False
    av: str = ""
    frister: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The rule whose id is part of the avvik's id."""
        return self.pair or self.id


def first_delivered(docs: Iterable[Document[E]]) -> Document[E] | None:
    """The document that came first; refused ones have not come (rules.md §12.5)."""
    came = (doc for doc in docs if not doc.refused)
    return min(came, key=lambda doc: (doc.sent, doc.series), default=None)


def died_within(stay: Stay, deadline: datetime) -> bool:
    """The patient died before the deadline, so that the duty fell away (rules.md §9)."""
    return stay.dod is not None and stay.dod <= deadline


def left_within(stay: Stay, deadline: datetime) -> bool:
    """The patient left the hospital before the deadline, home or to another hospital (rules.md §3 and §9)."""
    ends = [stay.t1]
    if stay.overflyttet:
        ends += [doc.latest.utskrevet for doc in stay.epikriser if doc.latest.adm_outcome == ANNET_SYKEHUS]
    return any(end.utc <= deadline for end in ends if end)
