"""What an archive adds up to, on the screen."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Final

from broker import words
from broker.analyse.summary import Summary
from broker.avvik_words import rules
from broker.cli.files import shown
from broker.cli.screen import show, table
from broker.names import Names
from schemas.agreements import Agreement
from schemas.categories import WORDING

NAMED: Final = 3
"""Of files that could not be read, how many are told by name."""
DIRECTIONS = ("til_UNN", "fra_UNN", "ingen")


def printed(summary: Summary, agreement: Agreement, now: datetime) -> None:
    """Tables by rule, kommune and cause, and the totals."""
    names = Names(agreement)
    _by_rule(summary)
    _by_direction("kommune", ((names.short(her), way, n) for (her, way), n in summary.by_kommune.items()))
    causes = summary.by_category.items()
    _by_direction("årsak", ((WORDING.get(key, key), way, n) for (key, way), n in causes))
    for line in totals(summary, now):
        show(f" {line}")


def _by_rule(summary: Summary) -> None:
    rows = table("regel", "hva", "antall", right=["antall"])
    for rule, count in sorted(summary.by_rule.items()):
        rows.add_row(rule, rules()[rule].name, words.number(count))
    if summary.by_rule:
        show(rows)


def _by_direction(title: str, counted: Iterable[tuple[str, str, int]]) -> None:
    by_name: dict[str, Counter[str]] = {}
    for name, direction, count in counted:
        by_name.setdefault(name, Counter())[direction] += count
    rows = table(title, "til UNN", "fra UNN", "andre", right=["til UNN", "fra UNN", "andre"])
    for name, counts in sorted(by_name.items(), key=lambda pair: (-pair[1].total(), pair[0])):
        rows.add_row(name, *(words.number(counts[direction]) for direction in DIRECTIONS))
    if by_name:
        show(rows)


def totals(summary: Summary, now: datetime) -> Iterator[str]:
    """What was read and found, and what was left out, a sentence each."""
    taken = summary.taken
    refused = taken.refused.total()
    yield (
        f"{words.counted(taken.messages, 'melding', 'meldinger')}: {words.number(refused)} avvist, "
        f"{words.number(taken.repeated)} gjentatt. "
        f"{words.counted(summary.patients, 'pasient', 'pasienter')}, {words.number(summary.stays)} opphold."
    )
    for code, count in taken.refused.most_common(5):
        yield f"  avvist {code}: {words.number(count)}"
    yield (
        f"{words.number(summary.avvik)} samhandlingsavvik og {words.number(summary.tekniske)} tekniske, "
        "automatisk avdekket: tallene kan ikke sammenlignes med dem som er meldt av mennesker."
    )
    if taken.unread:
        yield unread(taken.unread)
    if summary.ahead:
        ahead = words.counted(summary.ahead, "melding", "meldinger")
        yield f"{ahead} kom først etter {words.short_moment(now, now)}, og er ikke regnet med."
    if taken.unused:
        lines = words.counted(taken.unused, "linje", "linjer")
        yield f"{lines} i --received gjelder filer som ikke er i arkivet."
    if summary.strangers:
        hers = ", ".join(sorted(summary.strangers)[:10])
        yield f"Parter som ikke står i avtalefilen, og som ingen regler kjøres for: {hers}."


def unread(names: Sequence[str]) -> str:
    """Which files are missing from the sums, the first of them by name."""
    files = words.counted(len(names), "fil", "filer")
    more = " …" if len(names) > NAMED else ""
    return f"Ikke lest, og ikke med i tallene: {files} ({', '.join(map(shown, names[:NAMED]))}{more})."
