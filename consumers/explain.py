"""Every rule's answer for one stay, and what it looked at to give it. Pure.

What a rule reads of the stay is written down while it runs, so that the reasons shown are those it had: no
rule has to tell of them, and none can tell another story.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, cast

from consumers.found import HOSPITALS
from consumers.rule import Finding, Rule, Terms
from consumers.rules import RULES
from consumers.stay import Stay
from schemas.agreements import Agreement

Answered = Literal["ja", "vent", "nei", "uaktuell", "av"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What one rule says of a stay.

    Attributes:
        answer: ja (an avvik stands), vent (the deadline is not over), nei, uaktuell (it is not for such a
            stay) or av (it does not run).
        findings: what it found, those first that hold already.
        seen: names of what it read of the stay, in order.
        why: for uaktuell a key of WHY_NOT, for av the reason in bokmål.
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
    stay: Stay, now: datetime, agreement: Agreement, rules: Sequence[Rule] = RULES
) -> tuple[Answer, ...]:
    """The answer of each rule at `now` (UTC), by id."""
    return tuple(_answer(rule, stay, now, agreement) for rule in sorted(rules, key=lambda rule: rule.id))


def _answer(rule: Rule, stay: Stay, now: datetime, agreement: Agreement) -> Answer:
    if rule.av:
        return Answer(rule, "av", why=rule.av)
    party = agreement.part(stay.party)
    if party is None or (why := _why_not(rule, stay, agreement)):
        return Answer(rule, "uaktuell", why=why if party else "ukjent_part")
    watched = Watched(stay)
    found = sorted(rule.check(cast(Stay, watched), Terms(agreement, party)), key=_since)
    seen = tuple(watched.seen)
    if not found:
        return Answer(rule, "nei", seen=seen)
    holds = found[0].since is None or found[0].since <= now
    return Answer(rule, "ja" if holds else "vent", tuple(found), seen)


def _since(finding: Finding) -> float:
    return finding.since.timestamp() if finding.since else 0.0


def _why_not(rule: Rule, stay: Stay, agreement: Agreement) -> str:
    """Why the rule is not asked about this stay; "" = it is (consumers/found.py)."""
    reasons = {
        "kansellert": stay.kansellert_at is not None,
        "annen_avsender": agreement.kind(stay.hospital) not in HOSPITALS,
        "annen_part": agreement.kind(stay.party) not in rule.towards,
        "dagopphold": stay.dagopphold and not rule.innhold,
    }
    return next((why for why, holds in reasons.items() if holds), "")
