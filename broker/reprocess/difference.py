"""What would be told of the patients, held against what has been told."""

from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple

from adapters.kafka.records import Record
from adapters.store import Store, avvik, history, patients, stranded
from broker.reprocess.rerun import Rerun, name_of
from consumers.evaluate import evaluate
from consumers.first_found import first_found
from consumers.settle import told
from consumers.telling import out_of, record_of
from schemas.agreements import Agreement
from schemas.avvik import Avvik
from schemas.events import HENDELSER, Hendelse

AT_ONCE: Final = 200
"""Patients whose histories are in memory together."""


class Difference(NamedTuple):
    """An avvik whose answer would be another.

    Attributes:
        before: as it was last told; None for a new one.
        after: what would be told now.
    """

    before: Avvik | None
    after: Avvik

    def record(self) -> Record:
        """The change, as it would go to avvik.v1."""
        return record_of(out_of(self.after, self.after.model_dump_json(exclude_none=True), 0))


@dataclass(frozen=True, slots=True)
class Compared:
    """The two stores, and what both are judged by.

    Attributes:
        real: the service's; only read.
        made: the one with the events of the run.
    """

    real: Store
    made: Store
    agreement: Agreement
    now: datetime

    async def differences(self, done: Rerun) -> AsyncIterator[Difference]:
        """Every patient that the run touched, judged at `now` as known today."""
        people = await self._people(done.pids)
        for start in range(0, len(people), AT_ONCE):
            batch = people[start : start + AT_ONCE]
            for one in await self._of(batch, done):
                yield one

    async def _people(self, pids: Iterable[str]) -> list[tuple[str, ...]]:
        """The pids of the run, those of one person together."""
        wanted = set(pids)
        async with self.real.read() as conn:
            before = await patients.gids(conn, wanted)
        async with self.made.read() as conn:
            now = await patients.gids(conn, wanted)
        moves = patients.merge({pid, before.get(pid, pid), now.get(pid, pid)} for pid in wanted)
        together: dict[str, set[str]] = defaultdict(set)
        for pid in wanted:
            together[moves.get(pid, pid)].add(pid)
        return [tuple(sorted(one)) for _, one in sorted(together.items())]

    async def _of(self, people: Sequence[tuple[str, ...]], done: Rerun) -> list[Difference]:
        pids = [pid for one in people for pid in one]
        old = await _known(self.real, pids)
        new = await _known(self.made, pids)
        found: list[Difference] = []
        for one in people:
            kept = [event for event in old.events(one) if name_of(event) not in done.sent]
            events = [*kept, *new.events(one)]
            before = {each.id: each for each in map(Avvik.model_validate_json, old.avvik(one))}
            evaluation = first_found(
                events, evaluate(events, self.now, self.agreement), self.agreement, before
            )
            changes = told(evaluation, before, self.now, incomplete=old.is_incomplete(one))
            found += [Difference(before.get(change.id), change) for change in changes]
        return found


@dataclass(frozen=True, slots=True)
class Known:
    """What a store has of some patients."""

    gids: Mapping[str, str]
    histories: Mapping[str, Sequence[str]]
    told: Mapping[str, Sequence[str]]
    incomplete: frozenset[str]

    def _groups(self, pids: Iterable[str]) -> list[str]:
        return sorted({self.gids[pid] for pid in pids if pid in self.gids})

    def events(self, pids: Iterable[str]) -> list[Hendelse]:
        return [HENDELSER.validate_json(body) for gid in self._groups(pids) for body in self.histories[gid]]

    def avvik(self, pids: Iterable[str]) -> list[str]:
        return [body for gid in self._groups(pids) for body in self.told[gid]]

    def is_incomplete(self, pids: Iterable[str]) -> bool:
        return any(gid in self.incomplete for gid in self._groups(pids))


async def _known(store: Store, pids: Iterable[str]) -> Known:
    async with store.read() as conn:
        gids = await patients.gids(conn, pids)
        groups = set(gids.values())
        return Known(
            gids,
            await history.histories(conn, groups),
            await avvik.load(conn, groups),
            frozenset(await stranded.gids(conn, groups)),
        )


KINDS: Final[Mapping[str, str]] = {"oppdaget": "ny", "trukket": "borte"}
"""Change -> what it is for those who follow the avvik; every other is `endret`."""
UNTOLD: Final = frozenset({"version", "change", "changed_at", "detected_at", "type"})
"""Fields that differ in every change."""


def kind_of(one: Difference) -> str:
    """ny, borte or endret."""
    return KINDS.get(one.after.change, "endret")


def fields_of(one: Difference) -> list[str]:
    """Which facts of an avvik are others than before; of a new one, none."""
    if one.before is None:
        return []
    names = (name for name in Avvik.model_fields if name not in UNTOLD)
    return [name for name in names if getattr(one.before, name) != getattr(one.after, name)]
