"""What differs between the topics there are and the table of topics. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from schemas.topics import Topic


@dataclass(frozen=True, slots=True)
class Existing:
    """A topic as it is.

    Attributes:
        config: only what is set on the topic itself.
    """

    name: str
    partitions: int
    config: dict[str, str]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs.

    Attributes:
        what: "topic" (is missing), "partitions", or the name of a setting.
        was, will: as text; `was` is "" where there is nothing.
        possible: False for what Kafka cannot undo (more partitions than wanted): only reported.
    """

    topic: str
    what: str
    was: str
    will: str
    possible: bool = True


def plan(existing: Iterable[Existing], wanted: Sequence[Topic]) -> list[Change]:
    """What to do so that every wanted topic is as the table says; topics not in the table are left alone."""
    known = {one.name: one for one in existing}
    return [change for topic in wanted for change in _changes(known.get(topic.name), topic)]


def _changes(now: Existing | None, topic: Topic) -> list[Change]:
    if now is None:
        return [Change(topic.name, "topic", "", f"{topic.partitions} partisjoner")]
    changes = []
    if now.partitions != topic.partitions:
        more = now.partitions < topic.partitions
        changes.append(
            Change(topic.name, "partitions", str(now.partitions), str(topic.partitions), possible=more)
        )
    for name, value in topic.config.items():
        if now.config.get(name) != value:
            changes.append(Change(topic.name, name, now.config.get(name, ""), value))
    return changes
