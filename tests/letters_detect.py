"""The office for dead letters with `detect` and its clock beside it, for tests."""

from builders import TROMSO, UNN, innlagt_xml, rapport_xml
from judging import AGREEMENT
from letters import Office

from adapters.kafka.bad import Bad
from adapters.kafka.burial import Burial
from adapters.receive import Source
from adapters.replays import Replays
from adapters.store import history
from consumers.clock import Clock as Passing
from consumers.detect import Detect
from consumers.settle import Settler
from schemas.avvik import Avvik

SENDER = Source("prøve", frozenset({UNN.her, TROMSO.her}))
AGAIN = "hendelser.v1.replay.detect"


class Line:
    """The office, and the consumer `detect` with its clock."""

    def __init__(self, at: Office) -> None:
        self.office = at
        settler = Settler(at.store, at.producer, AGREEMENT, 1.0)  # type: ignore[arg-type] # a fake
        burial = Burial(at.producer, "detect", "1", at.now)  # type: ignore[arg-type] # a fake
        self.detect = Detect(at.store, settler, burial, at.now)
        self.clock = Passing(at.store, settler, lambda: frozenset({0}), at.now)
        self.replays = Replays(at.store, "detect", self.detect.handle, at.now)
        self.tripping = False

    async def read(self) -> None:
        """What `detect` does with all that is new; while it trips, each record of it is a bug."""
        batch = self.office.unread("hendelser.v1", AGAIN)
        if self.tripping:
            await self.detect.bury([Bad(one, "BUG", "bug", "Uventet feil.", attempts=3) for one in batch])
        else:
            await self.detect.bury(await self.replays.handle(batch))

    def avvik(self) -> list[Avvik]:
        return [Avvik.model_validate_json(one.value or b"") for one in self.office.producer.on("avvik.v1")]


async def strand(line: Line) -> None:
    """A report without medicines is told of; then an admission of the same patient trips `detect`."""
    await line.office.receive(rapport_xml(medicines=(), gen_date="2026-02-03T12:00:00"), SENDER)
    await line.read()
    line.tripping = True
    await line.office.receive(innlagt_xml(gen_date="2026-02-03T11:00:00"), SENDER)
    await line.read()
    line.tripping = False


async def stored_events(line: Line) -> int:
    """How many events the store has of the patients with avvik."""
    async with line.office.store.read() as conn:
        pids = {one.pid for one in line.avvik()}
        return sum(len(events) for events in (await history.histories(conn, pids)).values())
