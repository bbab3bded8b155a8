"""What a rule is, and what it finds. Pure: no rule knows what time it is.

A rule looks at one stay and says what is wrong, and from when: `since` is the moment a deadline has
passed. `evaluate` holds that against the clock.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from consumers.document import Document
from consumers.papers import Papers
from consumers.stay import Stay
from schemas.agreements import Agreement, Kind, Part
from schemas.avvik import Confidence, Direction, Severity
from schemas.frister import Frist
from schemas.tid import Tidspunkt

SECOND: Final = timedelta(seconds=1)
"""Messages give whole seconds: a limit has passed when its second is over."""

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
    _limits: Mapping[str, Frist] = field(init=False, repr=False, compare=False)
    _margin: timedelta = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        limits = self.agreement.limits(self.party.kommunenr)
        object.__setattr__(self, "_limits", limits)
        object.__setattr__(self, "_margin", limits["grace"].length + SECOND)

    def limit(self, key: str, start: Tidspunkt | datetime) -> Limit:
        """The limit `key` of rules.md §2, counted from `start`."""
        deadline = self._limits[key].after(start)
        return Limit(deadline, deadline + self._margin)

    def without_grace(self) -> "Terms":
        """The same with nothing added to what is agreed."""
        strict = replace(self)
        object.__setattr__(strict, "_limits", {**self._limits, "grace": Frist(0, "min")})
        object.__setattr__(strict, "_margin", SECOND)
        return strict

    def length(self, key: str) -> timedelta:
        """The limit `key`, of those that are a stretch of time."""
        return self._limits[key].length


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
        sender: of the message it is about, where that is not the first that it rests on.
    """

    subject: str
    rests_on: tuple[Document[Any], ...]
    deadline: datetime | None = None
    since: datetime | None = None
    arrived_at: datetime | None = None
    severity: Severity | None = None
    confidence: Confidence | None = None
    text: str | None = None
    sender: str | None = None


Check = Callable[[Stay, Terms], Iterator[Finding]]
LooseCheck = Callable[[Papers, Terms], Iterator[Finding]]


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """A row of the rule table; each is itself only, so that a table of them is a key.

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
        bare_med: lists of Papers: where all of these are empty it finds nothing, and is not asked; none = it
            is always asked.
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
    bare_med: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The rule whose id is part of the avvik's id."""
        return self.pair or self.id
