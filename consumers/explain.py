"""Every rule's answer for one stay, and what it looked at to give it. Pure.

What a rule reads of the stay is written down while it runs, so that the reasons shown are those it had: no
rule has to tell of them, and none can tell another story.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal, cast

from consumers.found import runs, terms_of, why_not
from consumers.rule import Finding, Rule, Terms
from consumers.rules import RULES
from consumers.stay import Stay
from schemas.agreements import Agreement

GRACE: Final = "grace"

Answered = Literal["ja", "vent", "nei", "uaktuell", "av"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What one rule says of a stay.

    Attributes:
        answer: ja (an avvik stands), vent (the deadline is not over), nei, uaktuell (it is not for such a
            stay) or av (it does not run).
        findings: what it found, those first that hold already.
        seen: names of what it read of the stay, in order.
        why: for uaktuell a key of WHY_NOT, for av the reason in bokmål; for nei "grace", where what came
            late came within it (rules.md §4).
    """

    rule: Rule
    answer: Answered
    findings: tuple[Finding, ...] = ()
    seen: tuple[str, ...] = ()
    why: str = ""


class Watched:
    """A stay that remembers what was asked of it."""

    def __init__(self, stay: Stay) -> None:
        self._stay = stay
        self.seen: dict[str, None] = {}

    def __getattr__(self, name: str) -> Any:
        self.seen[name] = None
        return getattr(self._stay, name)


def explain(
    stay: Stay, now: datetime, agreement: Agreement, svarer: frozenset[str] = frozenset()
) -> tuple[Answer, ...]:
    """The answer of each rule at `now` (UTC), by id; `svarer`: see Terms."""
    terms = terms_of(stay, agreement, svarer)
    return tuple(_answer(rule, stay, now, terms) for rule in sorted(RULES, key=lambda rule: rule.id))


def _answer(rule: Rule, stay: Stay, now: datetime, terms: Terms) -> Answer:
    if rule.av:
        return Answer(rule, "av", why=rule.av)
    if why := _why_not(rule, stay, terms):
        return Answer(rule, "uaktuell", why=why)
    watched = Watched(stay)
    found = sorted(rule.check(cast(Stay, watched), terms), key=_since)
    seen = tuple(watched.seen)
    if not found:
        return Answer(rule, "nei", seen=seen, why=GRACE if _is_within_grace(rule, stay, terms) else "")
    holds = found[0].since is None or found[0].since <= now
    return Answer(rule, "ja" if holds else "vent", tuple(found), seen)


def _is_within_grace(rule: Rule, stay: Stay, terms: Terms) -> bool:
    """Without grace it had been late."""
    return any(finding.arrived_at for finding in rule.check(stay, terms.without_grace()))


def _since(finding: Finding) -> float:
    return finding.since.timestamp() if finding.since else 0.0


def _why_not(rule: Rule, stay: Stay, terms: Terms) -> str:
    if stay.kansellert_at:
        return "kansellert"
    if not runs(rule, terms.party.kind):
        return "ukjent_part" if terms.party.kind == "ukjent" else "annen_part"
    return why_not(rule, terms.agreement.kind(stay.hospital), stay.dagopphold)
