"""What is traced on the way in: a call over HTTP, a message at the door."""

import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from adapters.claimcheck.vault import ClaimCheck
from adapters.delivery import Delivery
from adapters.kafka.records import Sender
from adapters.ledger import Ledger
from adapters.messages.judge import Context
from adapters.receipt import Receipt
from adapters.receive import Door, Now
from adapters.steps import Steps
from adapters.tracing import CURRENT, TRACEPARENT, installed, span
from schemas.codes import MELDINGSNAVN

App = Callable[..., Awaitable[None]]


def traced_app(app: App) -> App:
    """An ASGI application with a span for each POST, in the trace of its caller where it has one."""

    async def traced(scope: Mapping[str, Any], receive: object, send: object) -> None:
        if scope["type"] != "http" or scope["method"] != "POST":
            await app(scope, receive, send)
            return
        parent = dict(scope["headers"]).get(TRACEPARENT.encode(), b"").decode("latin-1")
        with span("POST /meldinger", parent):
            await app(scope, receive, send)

    return traced if installed() else app


class TracedDoor(Door):
    """The door, with a span for each message."""

    async def _submit(self, delivery: Delivery) -> Receipt:
        tracer = installed()
        if tracer is None:
            return await super()._submit(delivery)
        begun = tracer.begin("receive", CURRENT.get())
        delivery.trace = begun.traceparent
        values = {"plo.verdict": "ikke tatt imot"}
        try:
            receipt = await super()._submit(delivery)
            kind = delivery.judgement.message_type
            values = {
                "plo.verdict": receipt.verdict,
                "plo.msg_id": receipt.msg_id,
                "plo.message_type": kind if kind in MELDINGSNAVN else "annet",
            }
            return receipt
        finally:
            begun.end(values)


class TracedSteps(Steps):
    """Steps of the door, with a span for each message and step; the records' own tell of Kafka."""

    def __init__(self, group: Sequence[Delivery]) -> None:
        super().__init__(group)
        self._group = group
        self._since_ns = time.time_ns()

    def done(self, name: str) -> None:
        """The step is done for all of the group."""
        super().done(name)
        since, self._since_ns = self._since_ns, time.time_ns()
        tracer = installed()
        for one in self._group if name != "produce" else ():
            if tracer and one.trace:
                tracer.begin(f"receive {name}", one.trace, at_ns=since).end(at_ns=self._since_ns)


def door_of(
    context: Context, ledger: Ledger, producer: Sender, now: Now, limit_s: float, claim_check: ClaimCheck
) -> Door:
    """The door; the traced one where a tracer is installed."""
    make, steps = (TracedDoor, TracedSteps) if installed() else (Door, Steps)
    return make(context, ledger, producer, now, limit_s, claim_check, steps)
