"""An archive of two synthetic stays in a folder, and plo analyse of it."""

from collections.abc import Iterator
from pathlib import Path

from cli_runner import Ran, run_plo
from thin_stay import Stay

from broker.simulate.message import Message
from broker.simulate.parties import HARSTAD, TROMSO
from broker.simulate.people import person

NOW = "2026-06-01"
GOOD = Stay("god", person(11), TROMSO, "2026-02-02T09:10:00", "2026-02-05T13:00:00")
LATE = Stay("sen", person(12), HARSTAD, "2026-02-02T09:00:00", "2026-02-05T13:00:00")
TOLD_LATE = LATE.melding_innlagt("2026-02-03T15:00:00")
"""30 h after the admission; the limit is 24 h."""
EPIKRISE_LATE = LATE.epikrise("2026-02-14T10:00:00")
"""9 days after the discharge; the limit is 7."""
UTSKREVET = GOOD.melding_utskrevet("2026-02-05T13:05:00")


def messages() -> Iterator[Message]:
    """Two stays: nothing wrong with the deadlines of one, two of the other's not kept."""
    yield GOOD.melding_innlagt("2026-02-02T09:42:00")
    yield GOOD.rapport("2026-02-05T12:20:00")
    yield UTSKREVET
    yield GOOD.epikrise("2026-02-05T15:40:00")
    yield TOLD_LATE
    yield LATE.rapport("2026-02-05T12:20:00")
    yield LATE.melding_utskrevet("2026-02-05T13:05:00")
    yield EPIKRISE_LATE


def archive(made: Path) -> Path:
    """The folder with the messages, each stay in one of its own."""
    for message in messages():
        where = made / message.name.partition("-")[0]
        where.mkdir(parents=True, exist_ok=True)
        (where / f"{message.name}.xml").write_bytes(message.xml)
    return made


def analysed(folder: Path, *more: str, now: str = NOW) -> Ran:
    """The avvik as JSON; the pids are the same in every run of a test."""
    home = folder.parent / "hjem"
    ran = run_plo("analyse", str(folder), "--json", "--now", now, *more, env={"PLO_HOME": str(home)})
    assert ran.code == 0, ran.err
    return ran


def named(ran: Ran, rule: str, *, about: str | None = None) -> list[dict[str, object]]:
    """The lines of a rule, all or those that rest on one message."""
    rows = [row for row in ran.rows if row["rule"] == rule]
    return [row for row in rows if about is None or about in str(row["messages"])]
