"""What lies beside Kafka, and when it goes: rows on both databases, and large messages."""

import asyncio
import os
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from fakes import Clock
from histories import innlagt
from sequels import kvittering
from store_contract import claim
from structlog.testing import capture_logs

from adapters.claimcheck.folder import FolderVault
from adapters.claimcheck.ticket import Ticket
from adapters.errors import Transient
from adapters.store import Store, ageing, answers, claims, waiting
from adapters.store.answers import Awaited, Exchange
from adapters.store.claims import Claim
from adapters.store.rows import fetch
from consumers.retention import KEPT, Retention
from schemas.topics import INTERNAL, KEPT_DAYS, MELDINGER, dlt, party_topic

DAY = timedelta(days=1)


def exchange(number: int) -> Exchange:
    return Exchange(str(UUID(int=number)), "90001", "90101", "90102")


async def left(store: Store, table: str) -> int:
    async with store.read() as conn:
        ((count,),) = await fetch(conn, f"SELECT count(*) FROM {table}")  # noqa: S608
    return int(count)


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> tuple[Retention, Clock]:
    clock = Clock()
    return Retention(store, FolderVault(tmp_path / "meldinger"), clock), clock


def test_longer_than_any_record_that_leads_there() -> None:
    """Those of dead letters and of parties too."""
    leading = (MELDINGER, party_topic(MELDINGER, "90101"), *map(dlt, INTERNAL))
    assert max(topic.days for topic in leading) < KEPT_DAYS < MELDINGER.days + 30


async def test_rows_go_when_they_have_been_here_long_enough(
    store: Store, desk: tuple[Retention, Clock]
) -> None:
    """Whatever the message says of when it was sent, answered or not; what is younger stays."""
    retention, clock = desk
    long_ago = clock.at - 9 * KEPT
    await answers.expect(store, [Awaited(exchange(1), "EPIKRISE", "", long_ago)])
    await answers.give(store, [(exchange(2), "a"), (exchange(3), "b")])
    await waiting.put(store, [kvittering(innlagt())])
    assert await retention.sweep() == (0, 0)
    clock.at += KEPT - DAY
    await answers.give(store, [(exchange(4), "c"), (exchange(3), "d")])
    assert await retention.sweep() == (0, 0)
    clock.at += 2 * DAY
    assert await retention.sweep() == (4, 0)
    assert (await left(store, "answers"), await left(store, "waiting")) == (1, 0)
    assert (await answers.give(store, [(exchange(4), "e")]))[exchange(4)].first == "c"
    clock.at += KEPT
    assert await retention.sweep() == (1, 0)


async def test_many_rows(store: Store, desk: tuple[Retention, Clock]) -> None:
    """In several transactions, none of them long."""
    retention, clock = desk
    many = 2 * ageing.AT_ONCE + 1
    await answers.give(store, [(exchange(number), "a") for number in range(many)])
    await retention.sweep()
    clock.at += KEPT + DAY
    await asyncio.gather(retention.sweep(), retention.sweep())
    assert await left(store, "answers") == 0


def claims_at(*ages: timedelta) -> list[Claim]:
    """Claims that were made so long ago, by the clock of the tests."""
    return [claim(number)._replace(claimed_at=Clock().at - age) for number, age in enumerate(ages, 1)]


async def test_claims_go(store: Store, desk: tuple[Retention, Clock]) -> None:
    """By when they were made; what nobody has carried out stays, and is still uavklart."""
    made = claims_at(9 * KEPT, KEPT + DAY, KEPT - DAY, timedelta())
    await claims.take(store, made)
    await claims.done(store, [one.key for one in made[1:]])
    assert await desk[0].sweep() == (1, 0)
    left_ = await claims.find(store, [one.msg_id for one in made])
    assert [one.claim for one in left_] == [made[0], *made[2:]]
    assert await claims.unresolved(store, Clock().at, 9) == [made[0]]
    (again,) = await claims.take(store, [made[1]])
    assert again.fresh  # impossible to tell that it came before


async def test_many_claims(store: Store, desk: tuple[Retention, Clock]) -> None:
    """More than one transaction removes, behind one that was dated ahead and one that nobody carried out."""
    many = 2 * ageing.AT_ONCE + 1
    made = claims_at(KEPT + DAY, -DAY, *[KEPT + DAY] * many)
    for start in range(0, len(made), 500):
        await claims.take(store, made[start : start + 500])
    await claims.done(store, [one.key for one in made[1:]])
    assert await desk[0].sweep() == (many, 0)
    assert await left(store, "claims") == 2


async def test_messages_go_by_when_they_were_put(
    store: Store, desk: tuple[Retention, Clock], tmp_path: Path
) -> None:
    """The sweep takes those older than KEPT, and no others."""
    retention, clock = desk
    vault = FolderVault(tmp_path / "meldinger")
    for content, age in ((b"gammel", KEPT + DAY), (b"ung", KEPT - DAY)):
        vault.put(Ticket.of(content).ref, content)
        at = (clock.at - age).timestamp()
        os.utime(tmp_path / "meldinger" / Ticket.of(content).ref, (at, at))
    assert await retention.sweep() == (0, 1)
    assert vault.get(Ticket.of(b"ung").ref) == b"ung"


class Away(FolderVault):
    """A store that does not answer."""

    def forget(self, before: object) -> int:
        raise Transient("claim-check bucket: GenericError")


@pytest.mark.parametrize("vault", [FolderVault, Away])
async def test_it_goes_on_for_ever(store: Store, vault: type[FolderVault], tmp_path: Path) -> None:
    """What is away is told, and asked again; the part that it runs in never ends for it."""
    with capture_logs() as told:
        running = Retention(store, vault(tmp_path), Clock()).run(0.01)
        with suppress(TimeoutError):
            await asyncio.wait_for(running, 0.5)
    assert len(told) > 1
    expected = "retention.swept" if vault is FolderVault else "retention.waiting"
    assert {line["event"] for line in told} == {expected}
