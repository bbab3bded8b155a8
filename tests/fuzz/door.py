"""What is tried on: the door as it is, judged straight and over HTTP. Only Kafka is a fake."""

import asyncio
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import orjson
import structlog
from fakes import Clock
from fuzz.corpus import SIGNED, real
from fuzz.forgetful import NoVault, Producer
from fuzz.tried import Broken, Tried, timed
from judging import AGREEMENT, OF_EXAMPLES, context
from lxml import etree

from adapters.claimcheck.vault import ClaimCheck
from adapters.inbox.callers import Callers
from adapters.inbox.http import Intake
from adapters.ledger import Ledger
from adapters.messages.judge import Judgement, judge
from adapters.messages.signature import Signatures
from adapters.messages.trust_files import load
from adapters.receive import LARGE, Door, Source
from adapters.store import Store
from schemas.agreements import Agreement
from schemas.events import MeldingAvvist
from schemas.topics import MAX_VALUE

VERDICTS = {"godtatt", "avvist", "ulesbar", "forbudt"}
ANSWERS = {200, 202, 400, 403, 413}
MOST_PROBLEMS = 50
CHUNK = 65_536
SCOPE = {
    "type": "http",
    "path": "/meldinger",
    "method": "POST",
    "headers": [(b"authorization", b"Bearer plo_riktig")],
}


class Subject:
    """Tries one message after another, in one process that lives as long as the service would."""

    def __init__(self) -> None:
        structlog.configure(processors=[self._hear])
        self._heard: list[BaseException] = []
        self._context = context(
            agreement=Agreement(parts=(*AGREEMENT.parts, *OF_EXAMPLES.parts)),
            plo20=True,
            signatures=Signatures(load(SIGNED / "ca.pem", None)),
        )
        judged = [judge(raw, self._context) for raw in real()]
        self._source = Source("fuzz", frozenset(each.sender for each in judged))
        self._home = tempfile.TemporaryDirectory()
        self._runner = asyncio.Runner()
        self._intake = self._runner.run(self._open(Path(self._home.name)))
        assert self._context.schema.explaining is not None  # built here, or the first message would pay
        self._warm(Path(self._home.name) / "varm.xml")

    def __call__(self, file: Path) -> Tried:
        """Raises what escaped, or Broken."""
        verdict, judged_s = timed(lambda: self._judged(file.read_bytes()))
        (status, body), answered_s = timed(lambda: self._runner.run(self._post(file)))
        if self._heard:
            raise self._heard.pop()
        if status not in ANSWERS:
            raise Broken(f"HTTP {status}")
        if status == 200 and not self._context.schema.valid(etree.fromstring(body)):
            raise Broken("the AppRec of the answer is not valid")
        if status >= 400:
            orjson.loads(body)
        return Tried(verdict, status, max(judged_s, answered_s))

    def _warm(self, file: Path) -> None:
        """What the first messages build is built before anything is measured; large ones have a thread's."""
        for raw in real()[-3:]:
            for message in (raw, raw + b" " * LARGE):
                file.write_bytes(message)
                self(file)

    def _judged(self, raw: bytes) -> str:
        judgement = judge(raw, self._context)
        self._sound(judgement)
        return judgement.verdict

    def _sound(self, judgement: Judgement) -> None:
        godtatt = judgement.verdict == "godtatt"
        is_refusal = judgement.verdict == "avvist" and isinstance(judgement.event, MeldingAvvist)
        promises = {
            "verdict": judgement.verdict in VERDICTS,
            "event": godtatt or judgement.event is None or is_refusal,
            "problems": godtatt == (not judgement.problems),
            "number of problems": len(judgement.problems) <= MOST_PROBLEMS,
            "words": all(problem.text and problem.code and problem.apprec for problem in judgement.problems),
            "AppRec": all(
                self._context.schema.valid(etree.fromstring(one.xml)) for one in judgement.receipts
            ),
        }
        if broken := [name for name, kept in promises.items() if not kept]:
            raise Broken(f"{judgement.verdict}: {', '.join(broken)}")

    async def _open(self, home: Path) -> Intake:
        ledger = Ledger(await Store.open(f"sqlite+aiosqlite:///{home / 'plo.db'}"))
        vault = ClaimCheck(NoVault(), MAX_VALUE)
        door = Door(self._context, ledger, Producer(), Clock(), 1.0, vault)
        return Intake(door.receive, Callers(self._find), {}, self._context.max_bytes)

    async def _find(self, token: str) -> Source | None:
        return {"plo_riktig": self._source}.get(token)

    async def _post(self, file: Path) -> tuple[int, bytes]:
        """Status and body of the answer."""
        sent: list[dict[str, Any]] = []
        with file.open("rb") as opened:
            more = [opened.read(CHUNK)]  # one is read ahead, to know the last

            async def receive() -> Mapping[str, Any]:
                more.append(opened.read(CHUNK))
                return {"type": "http.request", "body": more.pop(0), "more_body": bool(more[0])}

            async def send(event: dict[str, Any]) -> None:
                sent.append(event)

            await self._intake(SCOPE, receive, send)
        return sent[0]["status"], sent[1]["body"]

    def _hear(self, _logger: object, _method: str, event: structlog.typing.EventDict) -> Any:
        """An exception that the door caught and logged is one that escaped from below."""
        if event.get("exc_info"):
            self._heard.append(sys.exc_info()[1] or Broken(str(event["event"])))
        raise structlog.DropEvent
