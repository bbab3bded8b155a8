"""Why an avvik is told of, or told of anew (rules.md §4); why it was withdrawn: consumers.withdraw. Pure."""

from collections.abc import Callable
from typing import Final

from schemas.avvik import Avvik, Standing

LATE: Final = "levert_sent"

OPPDAGET: Final[tuple[tuple[str, Callable[[Standing, Avvik | None], bool]], ...]] = (
    ("for_usikkert", lambda now, before: before is not None and now.confidence == "lav" != before.confidence),
    ("tilbake", lambda _, before: before is not None),
    ("kom_sent", lambda now, _: now.state == LATE),
    ("frist_ute", lambda now, _: now.deadline is not None),
    ("ved_mottak", lambda *_: True),
)
"""Why it is found, the first that holds; `before` is what was withdrawn."""


def _differ(*names: str) -> Callable[[Standing, Avvik], bool]:
    return lambda now, before: any(getattr(now, name) != getattr(before, name) for name in names)


ENDRET: Final[tuple[tuple[str, Callable[[Standing, Avvik], bool]], ...]] = (
    ("kom_sent", lambda now, before: now.state == LATE != before.state and before.arrived_at is None),
    ("mangler_igjen", lambda now, before: now.arrived_at is None and before.arrived_at is not None),
    ("svar_borte", lambda now, before: now.state != before.state),
    ("ny_regelversjon", _differ("rule_version")),
    ("ny_frist", _differ("deadline")),
    ("nytt_innhold", _differ("text", "severity", "confidence", "category", "arrived_at")),
    ("andre_meldinger", _differ("msg_ids")),
    ("nye_opplysninger", _differ(*Standing.model_fields)),
)
"""What of it is another, the first that holds."""


def found_reason(now: Standing, before: Avvik | None) -> str:
    """Why it is told of for the first time, or again after it was withdrawn."""
    return next(reason for reason, holds in OPPDAGET if holds(now, before))


def changed_reason(now: Standing, before: Avvik, *, incomplete: bool) -> str:
    """Why it is told of as another than before."""
    for reason, holds in ENDRET:
        if holds(now, before):
            return reason
    if incomplete != before.ufullstendig:
        return "strandet" if incomplete else "ikke_strandet"
    return "funnet_for"
