"""Topics as the table wants them: created, altered, given partitions; never deleted, never shrunk."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from typing import Any

from aiokafka.admin import AIOKafkaAdminClient, NewPartitions, NewTopic
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from aiokafka.errors import KafkaError, TopicAlreadyExistsError, for_code

from adapters.errors import Transient
from adapters.kafka.servers import reached
from adapters.kafka.topic_plan import Change, Existing, plan
from schemas.topics import Topic

__all__ = ["Change", "Refused", "apply", "diff"]

SET_ON_TOPIC = 1
"""ConfigSource DYNAMIC_TOPIC_CONFIG: set on the topic itself, not a default of Kafka."""
REPLICAS = 3
KNOWN_LIMIT_S = 20.0
KNOWN_POLL_S = 0.05


class Refused(Exception):
    """Kafka will not have it: a setting it does not know, or no right to. Names the class of its error."""


async def diff(bootstrap: Sequence[str], wanted: Sequence[Topic]) -> list[Change]:
    """What apply() would do. Raises Transient when Kafka does not answer."""
    async with _admin(bootstrap) as admin:
        return plan(await _existing(admin, wanted), wanted)


async def apply(bootstrap: Sequence[str], wanted: Sequence[Topic]) -> list[Change]:
    """Make it so; returns what was done, and what differs but cannot be changed.

    Two may run it at the same time. A new topic is kept on three servers, or all if there are fewer.

    Raises:
        Transient: Kafka does not answer.
        Refused: Kafka answered that it will not.
    """
    async with _admin(bootstrap) as admin:
        existing = await _existing(admin, wanted)
        changes = plan(existing, wanted)
        by_name = {topic.name: topic for topic in wanted}
        doing = [change for change in changes if change.possible]
        missing = [by_name[change.topic] for change in doing if change.what == "topic"]
        await _create(admin, missing)
        await _add_partitions(admin, [change for change in doing if change.what == "partitions"])
        settings = {change.topic for change in doing if change.what not in ("topic", "partitions")}
        kept = {one.name: one.config for one in existing}
        await _alter(admin, {name: {**kept[name], **by_name[name].config} for name in sorted(settings)})
        await _in_force(admin, wanted)
        return changes


async def _in_force(admin: AIOKafkaAdminClient, wanted: Sequence[Topic]) -> None:
    """Kafka answers before every server knows of a change; who comes next should find it made."""
    async with asyncio.timeout(KNOWN_LIMIT_S):
        while any(change.possible for change in plan(await _existing(admin, wanted), wanted)):  # noqa: ASYNC110
            await asyncio.sleep(KNOWN_POLL_S)


@asynccontextmanager
async def _admin(bootstrap: Sequence[str]) -> AsyncIterator[AIOKafkaAdminClient]:
    admin = AIOKafkaAdminClient(**reached(bootstrap), request_timeout_ms=20_000)
    try:
        await admin.start()
        yield admin
    except (KafkaError, TimeoutError) as exc:
        again = isinstance(exc, TimeoutError) or exc.retriable
        raise (Transient if again else Refused)(f"Kafka: {type(exc).__name__}") from None
    finally:
        await admin.close()


async def _existing(admin: AIOKafkaAdminClient, wanted: Sequence[Topic]) -> list[Existing]:
    names = {topic.name for topic in wanted} & set(await admin.list_topics())
    if not names:
        return []
    described = await admin.describe_topics(sorted(names))
    configs = await _configs(admin, names)
    return [
        Existing(topic["topic"], len(topic["partitions"]), configs[topic["topic"]]) for topic in described
    ]


async def _configs(admin: AIOKafkaAdminClient, names: Iterable[str]) -> dict[str, dict[str, str]]:
    resources = [ConfigResource(ConfigResourceType.TOPIC, name) for name in sorted(names)]
    found: dict[str, dict[str, str]] = {}
    for response in await admin.describe_configs(resources):
        for code, _, _, name, entries in response.resources:
            _check(code)
            found[name] = {entry[0]: entry[1] for entry in entries if entry[3] == SET_ON_TOPIC}
    return found


async def _create(admin: AIOKafkaAdminClient, topics: Sequence[Topic]) -> None:
    if not topics:
        return
    # aiokafka cannot leave it to Kafka (CreateTopics v4)
    replicas = min(REPLICAS, len((await admin.describe_cluster())["brokers"]))
    new = [NewTopic(one.name, one.partitions, replicas, topic_configs=one.config) for one in topics]
    response = await admin.create_topics(new)
    for _, code, *_ in response.topic_errors:
        _check(code, fine=TopicAlreadyExistsError)


async def _add_partitions(admin: AIOKafkaAdminClient, changes: Sequence[Change]) -> None:
    if changes:
        await admin.create_partitions({one.topic: NewPartitions(int(one.will)) for one in changes})


async def _alter(admin: AIOKafkaAdminClient, configs: dict[str, dict[str, str]]) -> None:
    """AlterConfigs replaces everything set on a topic, so what others set there goes along."""
    if not configs:
        return
    resources = [ConfigResource(ConfigResourceType.TOPIC, *one) for one in configs.items()]
    for response in await admin.alter_configs(resources):
        for code, *_ in response.resources:
            _check(code)


def _check(code: int, fine: Any = None) -> None:
    """Raise what Kafka answered with, unless it is nothing or `fine`."""
    error: type[KafkaError] = for_code(code)
    if code and error is not fine:
        raise error
