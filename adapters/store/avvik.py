"""The last change of every avvik."""

from collections.abc import Iterable

from sqlalchemy import column, select, table
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.store.moments import micros
from adapters.store.rows import Shape, run_all, run_keys
from adapters.store.store import Store
from schemas.avvik import Avvik

AVVIK = Shape(
    id="text",
    pid="text",
    rule="text",
    kommune="text",
    state="text",
    kind="text",
    direction="text",
    severity="text",
    confidence="text",
    stay_id="text",
    deadline="bigint",
    detected_at="bigint",
    changed_at="bigint",
    body="text",
)
CHANGING = ", ".join(f"{name} = excluded.{name}" for name in AVVIK.columns if name != "id")
UPSERT = (
    f"INSERT INTO avvik ({AVVIK.names}) SELECT {AVVIK.names} FROM {{rows}} WHERE true"  # noqa: S608
    f" ON CONFLICT (id) DO UPDATE SET {CHANGING}"
)
# By way of the patient, so that avvik follow when groups merge.
LOAD = "SELECT p.gid, a.body FROM {rows} JOIN patients p ON p.gid = r.value JOIN avvik a ON a.pid = p.pid"

TABLE = table("avvik", *map(column, AVVIK.columns))


async def load(conn: AsyncConnection, gids: Iterable[str]) -> dict[str, list[str]]:
    """The avvik (JSON) of each group, withdrawn ones too: their versions go on."""
    found: dict[str, list[str]] = {gid: [] for gid in gids}
    for gid, body in await run_keys(conn, LOAD, found):
        found[gid].append(body)
    return found


async def upsert(conn: AsyncConnection, changes: Iterable[tuple[Avvik, str]]) -> None:
    """Keep each avvik with its JSON; of two with one id the last."""
    rows = {str(one.id): _row(one, body) for one, body in changes}
    await run_all(conn, UPSERT, AVVIK, [(id_, *rows[id_]) for id_ in sorted(rows)])


def _row(one: Avvik, body: str) -> tuple[object, ...]:
    return (
        one.pid,
        one.rule,
        one.kommune,
        one.state,
        one.kind,
        one.direction,
        one.severity,
        one.confidence,
        str(one.stay_id),
        one.deadline and micros(one.deadline),
        micros(one.detected_at),
        micros(one.changed_at),
        body,
    )


async def newest(
    store: Store, limit: int, kommune: str | None = None, rule: str | None = None, state: str | None = None
) -> list[str]:
    """Avvik (JSON) that match what is given, latest change first."""
    query = select(TABLE.c.body).order_by(TABLE.c.changed_at.desc(), TABLE.c.id).limit(limit)
    for name, value in {"kommune": kommune, "rule": rule, "state": state}.items():
        if value is not None:
            query = query.where(TABLE.c[name] == value)
    async with store.read() as conn:
        return list((await conn.execute(query)).scalars())


async def by_prefix(store: Store, prefix: str, limit: int = 10) -> list[str]:
    """Avvik (JSON) whose id begins with `prefix`, by id."""
    wanted = TABLE.c.id.startswith(prefix.lower(), autoescape=True)
    query = select(TABLE.c.body).where(wanted).order_by(TABLE.c.id).limit(limit)
    async with store.read() as conn:
        return list((await conn.execute(query)).scalars())
