"""Giving dead letters up, with a reason. The bytes stay on Kafka as long as the topic keeps them."""

from collections.abc import Sequence

from adapters import casework
from adapters.closing import let_go
from adapters.store import Store, cases, run_letters
from adapters.store.case_steps import Step
from adapters.store.cases import Case
from broker.letters import trail
from broker.letters.allowed import guarded
from broker.letters.desk import Now
from broker.letters.refused import Refused
from broker.letters.who import Who


def refusal(case: Case, who: Who) -> Refused | None:
    """Why this person cannot give this one up; None: they can. Pure."""
    if case.is_closed:
        return Refused("Den er lukket fra før.")
    try:
        guarded(case, who)
    except Refused as refused:
        return refused
    return None


async def discard(store: Store, letters: Sequence[Case], who: Who, now: Now, run: str = "") -> list[Case]:
    """Those that are given up now: all that were open and theirs to give up. Raises Refused: no reason.

    run: the decision for many that it is a part of.
    """
    if not who.why:
        raise Refused("Å forkaste krever en grunn.", 'Slik: --hvorfor "Sendt på nytt av avsenderen".')
    at, wanted = now(), [one.dlq_id for one in letters]
    async with store.begin() as conn:
        known = [one for one in (await cases.locked(conn, wanted)).values() if not refusal(one, who)]
        after = [new for one in known if (new := casework.discarded(one))]
        await cases.save(conn, [one._replace(changed_at=at) for one in after])
        steps = [(one, Step(one.dlq_id, "forkastet", "", at, who.name, who.why)) for one in after]
        await run_letters.done(conn, run, [one.dlq_id for one in after])
        await let_go(conn, [one.dlq_id for one in after], at)
        await trail.keep(conn, steps)
    return after
