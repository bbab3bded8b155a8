"""What nobody has answered, as the store has it: the work behind plo kvitteringer mangler."""

import re
import textwrap
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from adapters.store import answers
from adapters.store.answers import Awaited
from broker import words
from broker.cli.exits import USAGE, Stop
from broker.cli.reach import store_of
from broker.cli.screen import WIDTH, columns, table
from broker.names import Names
from broker.signs import signed
from schemas.agreements import Agreement
from schemas.frister import DOGNSLUTT, read_frist
from schemas.receipts import answer_due

if TYPE_CHECKING:
    from rich.table import Table

    from broker.settings import Settings

MOST: Final = 10_000
"""The oldest, as many are looked at."""
SHOWN: Final = 50
"""Rows for people; --json has all."""


def age_of(text: str | None) -> timedelta:
    """How long ago --eldre-enn means; hours as h or t. Raises Stop when it means no time."""
    if text is None:
        return timedelta()
    frist = read_frist(re.sub("(?<=[0-9])t$", "h", text.strip()))
    if frist is None or frist == DOGNSLUTT:
        raise Stop(USAGE, f"--eldre-enn {text} kan ikke leses.", "Skriv en tid: 24h, 7d eller 30min.")
    return frist.length


async def found(settings: "Settings", before: datetime) -> list[Awaited]:
    """What was sent at `before` or earlier, and nobody has answered, oldest first."""
    async with store_of(settings) as store:
        return await answers.unanswered(store, before, MOST)


def warns_at(one: Awaited, agreement: Agreement) -> datetime:
    """The warning limit of an answer, UTC: the receiver's kommune may have one of its own."""
    part = agreement.part(one.exchange.receiver)
    return agreement.frist("apprec.warn", part.kommunenr if part else None).after(one.sent_at)


def is_warned(one: Awaited, agreement: Agreement, now: datetime) -> bool:
    """Over the warning limit, and not over the deadline (rules.md §12.3)."""
    return warns_at(one, agreement) < now <= answer_due(one.sent_at)


def row_of(one: Awaited, agreement: Agreement, now: datetime) -> dict[str, Any]:
    """One line of --json."""
    due = answer_due(one.sent_at)
    return {
        "msg_id": one.exchange.msg_id,
        "message_type": one.message_type,
        "sender": one.exchange.sender,
        "receiver": one.exchange.receiver,
        "receiver_service": one.exchange.service or None,
        "sent_at": one.sent_at.isoformat(),
        "age_s": round((now - one.sent_at).total_seconds()),
        "deadline": due.isoformat(),
        "late": due < now,
        "warns_at": warns_at(one, agreement).isoformat(),
        "warned": is_warned(one, agreement, now),
    }


def listed(found: Sequence[Awaited], agreement: Agreement, now: datetime) -> "Table":
    """The oldest: since when, how it stands with the deadline, and what it is, from whom to whom."""
    rows, names = table("sendt", "alder", "frist", "melding"), Names(agreement)
    for one in found[:SHOWN]:
        rows.add_row(
            words.short_moment(one.sent_at, now),
            words.span(now - one.sent_at),
            signed(_standing(one, agreement, now)),
            f"{_whole(one, names)}\n{one.exchange.msg_id}",
        )
    return rows


def told(found: Sequence[Awaited], agreement: Agreement, now: datetime) -> Iterator[str]:
    """How many there are, how many of them are over a limit, and what to do."""
    over = sum(answer_due(one.sent_at) < now for one in found)
    warned = sum(is_warned(one, agreement, now) for one in found)
    count = words.counted(len(found), "kvittering mangler", "kvitteringer mangler")
    most = " eller flere" if len(found) == MOST else ""
    shown = f" (viser {SHOWN})" if len(found) > SHOWN else ""
    advice = " De over fristen skal regnes som avvist: send på nytt med ny MsgId." if over else ""
    text = (
        f"{count}{most}{shown}, {words.number(over)} over fristen på 96 timer,"
        f" {words.number(warned)} over varselfristen (!).{advice}"
        f" Hvor langt en melding kom: plo trace {found[0].exchange.msg_id}"
    )
    yield from textwrap.wrap(
        text, min(columns(), WIDTH), initial_indent=" ", subsequent_indent="   ", break_on_hyphens=False
    )


def _whole(one: Awaited, names: Names) -> str:
    """ "LOG_INNLAGT fra UNN til Tromsø (90102)", with the service where one is named."""
    sender, receiver = names.short(one.exchange.sender), names.short(one.exchange.receiver)
    service = f" ({one.exchange.service})" if one.exchange.service else ""
    return f"{one.message_type or '–'} fra {sender} til {receiver}{service}"


def _standing(one: Awaited, agreement: Agreement, now: datetime) -> str:
    """ "○ om 80 t", "○! om 20 t", "✕ 3 t over" (screens.md §1)."""
    due = answer_due(one.sent_at)
    sign = "✕" if due < now else "○!" if is_warned(one, agreement, now) else "○"
    return f"{sign} {words.time_left(due, now)}"
