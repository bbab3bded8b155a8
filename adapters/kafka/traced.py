"""What is traced in a consumer: each record of a batch."""

from collections.abc import Sequence

from adapters.kafka.bad import Bad
from adapters.kafka.guard import Handle
from adapters.kafka.records import Incoming
from adapters.tracing import OF_KEY, TRACEPARENT, Span, Tracer, Values, installed

REPLAY_OF = "plo-replay-of"
"""Header of a dead letter that is run again."""


def traced_handle(group: str, handle: Handle) -> Handle:
    """A consumer's handler with a span for each record, below the one that wrote it; itself when off."""
    tracer = installed()
    if tracer is None:
        return handle

    async def traced(batch: Sequence[Incoming]) -> Sequence[Bad]:
        spans = [begun(tracer, group, one) for one in batch]
        keys = {
            (one.key or b"").decode("latin-1"): of.traceparent for one, of in zip(batch, spans, strict=True)
        }
        token = OF_KEY.set(keys)
        try:
            return await handle(batch)
        finally:
            OF_KEY.reset(token)
            for one in spans:
                one.end()

    return traced


def begun(tracer: Tracer, group: str, one: Incoming) -> Span:
    """The span of one record: in the trace that its header names, a replay is linked to what it repeats."""
    place: Values = {
        "messaging.destination.name": one.topic,
        "messaging.destination.partition.id": str(one.partition),
        "messaging.kafka.offset": one.offset,
    }
    again = one.header(REPLAY_OF) is not None
    name = f"{group}: kjørt på nytt" if again else group
    return tracer.begin(name, one.header(TRACEPARENT) or "", place, again=again)
