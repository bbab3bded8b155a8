"""That somebody has looked at the content of a dead letter, or taken it out."""

from collections.abc import Iterable
from typing import Literal

from adapters.store import Store
from adapters.store.case_steps import Step
from adapters.store.cases import Case
from broker.letters import trail
from broker.letters.desk import Now
from broker.letters.who import Who


async def note(
    store: Store, seen: Iterable[Case], who: Who, now: Now, what: Literal["sett", "eksportert"] = "sett"
) -> None:
    """Keep who did, and when; to be done before anything is shown."""
    at = now()
    mark = f"{at.isoformat()} {who.name}"
    async with store.begin() as conn:
        await trail.keep(conn, [(one, Step(one.dlq_id, what, mark, at, who.name, who.why)) for one in seen])
