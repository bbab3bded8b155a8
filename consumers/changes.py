"""What has changed in the answer: avvik as they stand, held against avvik as they were told. Pure."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from uuid import UUID

from consumers.change_reasons import changed_reason, found_reason
from schemas.avvik import Avvik, Change, Standing

FACTS = tuple(Standing.model_fields)
TRUKKET_AV_PERSON = "trukket_av_person"


def changes(
    standing: Iterable[Standing],
    known: Mapping[UUID, Avvik],
    reason_gone: Callable[[Standing], str],
    now: datetime,
    *,
    incomplete: bool,
    detected: Mapping[UUID, datetime],
) -> Iterator[Avvik]:
    """The changes that lead from `known` to `standing`, in a fixed order.

    Args:
        reason_gone: why an avvik that no longer stands was withdrawn (rules.md §4).
        incomplete: the patient has a dead letter that nobody has dealt with.
        detected: when each could first be found (consumers.first_found).
    """
    held = {one.id: one for one in standing}
    for key in sorted(held):
        before, found_at = known.get(key), min(now, detected[key])
        change = what_changed(held[key], before, found_at, incomplete=incomplete)
        if change == "endret" and before and _is_only_counted_now(held[key], before):
            # Whoever was told of it must hear that it is gone: of what is left nobody is told (rules.md §4).
            yield (before := withdrawn(before, reason_gone(before), now))
            change = "oppdaget"
        if change:
            yield told(held[key], before, change, now, found_at, incomplete=incomplete)
    for key in sorted(known.keys() - held.keys()):
        if known[key].state != "trukket":
            yield withdrawn(known[key], reason_gone(known[key]), now)


def what_changed(
    now: Standing, before: Avvik | None, found_at: datetime, *, incomplete: bool
) -> Change | None:
    """The change to tell of, if any."""
    if now.state == "trukket":
        return "trukket" if before and before.state != "trukket" else None
    if before is None or before.state == "trukket":
        return "oppdaget"
    if now.state != before.state and now.state in ("besvart", "lukket"):
        return now.state
    same = all(getattr(now, name) == getattr(before, name) for name in FACTS)
    also = before.ufullstendig == incomplete and before.detected_at == found_at
    return None if same and also else "endret"


def _is_only_counted_now(now: Standing, before: Avvik) -> bool:
    return now.confidence == "lav" and before.confidence != "lav"


def told(
    standing: Standing,
    before: Avvik | None,
    change: Change,
    now: datetime,
    detected_at: datetime,
    *,
    incomplete: bool,
) -> Avvik:
    """The next version of an avvik."""
    return Avvik.model_construct(
        **{name: getattr(standing, name) for name in FACTS},
        type="avvik.v1",
        version=before.version + 1 if before else 1,
        change=change,
        reason=_reason(standing, before, change, incomplete=incomplete),
        detected_at=detected_at,
        changed_at=now,
        ufullstendig=incomplete,
        automatisk=True,
    )


def _reason(standing: Standing, before: Avvik | None, change: Change, *, incomplete: bool) -> str | None:
    """Of what was answered or closed, `hvorfor` tells."""
    if change == "oppdaget":
        return found_reason(standing, before)
    if change == "endret" and before:
        return changed_reason(standing, before, incomplete=incomplete)
    return TRUKKET_AV_PERSON if change == "trukket" else None


def withdrawn(before: Avvik, reason: str, now: datetime) -> Avvik:
    """The version that takes an avvik back."""
    return before.model_copy(
        update={
            "version": before.version + 1,
            "state": "trukket",
            "change": "trukket",
            "reason": reason,
            "changed_at": now,
        }
    )
