"""Why a message is not expected in a stay: what the rule about it looked at last, and found. Pure.

As in `explain`: the reason is that of the rule itself, which is watched while it runs.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, cast

from consumers.explain import Watched
from consumers.found import runs
from consumers.rule import Rule, Terms
from consumers.stay import Stay

AVTALEN: Final = "avtalen"
"""The rule asked nothing of the stay: the agreement already said no."""
UKJENT: Final = "ukjent"

Holds = Callable[[Any], bool]
_is_none: Holds = lambda value: value is None  # noqa: E731 - a row of the table
_is_there: Holds = bool
_is_empty: Holds = lambda value: not value  # noqa: E731 - a row of the table

SEEN: Final[Mapping[str, Sequence[tuple[Holds, str]]]] = {
    "tjenester": ((_is_none, "uten_tjenester"),),
    "uten_kommunale_tjenester": ((_is_there, "uten_tjenester"),),
    "bare_ikke_helse": ((_is_there, "ikke_helse"),),
    "overflyttet": ((_is_there, "overflyttet"),),
    "dod": ((_is_there, "dod"),),
    "nyfodt": ((_is_there, "nyfodt"),),
    "forbehold": ((_is_there, "forbehold"),),
    "neste": ((_is_there, "ny_innleggelse"),),
    "avmeldt": ((_is_there, "avmeldt"),),
    "t1": ((_is_none, "ikke_utskrevet"),),
    "innlagt": ((_is_empty, "ikke_innlagt"),),
    "klar": ((_is_empty, "ikke_klar"),),
    "utskrevet": ((_is_empty, "ikke_utskrevet"),),
    "helseopplysninger": ((_is_empty, "uten_behov"), (_is_there, "ferske")),
    "party": ((_is_there, "ikke_kvittert"),),
}
"""What a rule may have looked at of a stay -> when that is a reason, and which."""

FRA_FOR_FRISTEN: Final = "fra_for_fristen"
"""The patient had left, or was to, by the deadline."""
ANNET_STED: Final = "annet_sted"
"""The patient left for elsewhere than home."""

WHY: Final = frozenset(
    {AVTALEN, UKJENT, FRA_FOR_FRISTEN, ANNET_STED, *(key for rows in SEEN.values() for _, key in rows)}
)
"""Every reason there is; people read them in bokmål (broker/board/words.py)."""


def why_not_expected(rule: Rule, stay: Stay, terms: Terms, left: str) -> str:
    """A key of WHY, of a stay in which `rule` finds nothing; `left`: what it means here that T1 is known."""
    if not runs(rule, terms.party.kind):
        return AVTALEN
    watched = Watched(stay)
    any(True for _ in rule.check(cast(Stay, watched), terms))
    if not watched.seen:
        return AVTALEN
    for name in reversed(watched.seen):
        for holds, key in SEEN.get(name, ()):
            if holds(getattr(stay, name)):
                return key
        if name == "t1" and left:
            return left
    return UKJENT
