"""The filters of the list of avvik: from the address to what is asked of the store."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final, NamedTuple

from starlette.requests import Request

from adapters.store.avvik_list import SORTS, Wanted
from broker.avvik_words import rules
from broker.console.avvik_words import CHOICES, STANDING, STATES
from broker.console.days import Day, time_of
from broker.console.lists import filters_of
from broker.console.who import User

ALL: Final = "alle"
"""The state that asks for every state."""
FILTERS: Final = {
    "tilstand": (*STATES, ALL),
    "regel": None,
    "kommune": None,
    **{name: tuple(values) for name, (_, values) in CHOICES.items()},
    "fra": None,
    "til": None,
    "q": None,
    "sorter": tuple(SORTS),
    "vei": ("snudd",),
}
ID: Final = re.compile(r"(?:[ap]-)?([0-9a-f][0-9a-f-]*)", re.IGNORECASE)
"""The beginning of an id as people write it: A-19C2, P-7F3A, 19c2; a word of letters alone is none."""
NOTHING: Final = frozenset({""})
"""Rules that there are none of."""


class Asked(NamedTuple):
    """What the address asks for.

    Attributes:
        chosen: each filter as it stands there, "" for one that is not set.
        wanted: the same, of what the user may see.
        sort, turned: see avvik_list.listed.
        days: what stands in the fields for days.
    """

    chosen: Mapping[str, str]
    wanted: Wanted
    sort: str
    turned: bool
    days: Mapping[str, Day]

    @property
    def any_state(self) -> Wanted:
        """The same, whatever the state."""
        return replace(self.wanted, states=frozenset())

    @property
    def narrowed(self) -> bool:
        """Whether the address asks for less than everything that stands."""
        return any(value for name, value in self.chosen.items() if name not in ("sorter", "vei"))


def asked(request: Request, user: User, now: datetime) -> Asked:
    """What the address asks for; a filter that makes no sense asks for nothing."""
    chosen = filters_of(request, FILTERS)
    states = {"": STANDING, ALL: ()}.get(chosen["tilstand"], (chosen["tilstand"],))
    days = {name: time_of(chosen[name], now) for name in ("fra", "til")}
    wanted = Wanted(
        kommuner=user.kommuner,
        kommune=chosen["kommune"] or None,
        states=frozenset(states),
        rules=frozenset(filter(None, [chosen["regel"].upper()])),
        direction=chosen["retning"] or None,
        severity=chosen["alvorlighet"] or None,
        confidence=chosen["sikkerhet"] or None,
        kind=chosen["type"] or None,
        since=days["fra"].since,
        until=days["til"].until,
    )
    searched = _searched(wanted, chosen["q"])
    return Asked(chosen, searched, chosen["sorter"] or "endret", bool(chosen["vei"]), days)


def _searched(wanted: Wanted, text: str) -> Wanted:
    """Where something is written: ids that begin so, or rules that hold every word of it."""
    if not text:
        return wanted
    found = ID.fullmatch(text)
    if found and (text[1:2] == "-" or re.search(r"\d", text)):
        digits = found[1].replace("-", "").lower()
        return _beginning(wanted, text[:2].lower(), digits)
    spoken = [word.casefold() for word in text.split()]
    matched = {id_ for id_ in rules() if all(word in _text(id_) for word in spoken)}
    return replace(wanted, rules=frozenset(matched & wanted.rules if wanted.rules else matched) or NOTHING)


def _beginning(wanted: Wanted, sign: str, digits: str) -> Wanted:
    dashed = "-".join(filter(None, (digits[a:b] for a, b in ((0, 8), (8, 12), (12, 16), (16, 20), (20, 32)))))
    if sign == "a-":
        return replace(wanted, id=dashed)
    if sign == "p-":
        return replace(wanted, pid=digits)
    return replace(wanted, prefix=dashed if len(digits) <= 32 else digits)


def _text(rule_id: str) -> str:
    """What is searched of a rule."""
    rule = rules()[rule_id]
    return f"{rule.id} {rule.name} {rule.betyr} {rule.text}".casefold()
