"""When a consumer stops rather than drain its topic into dead letters."""

from collections import Counter, defaultdict, deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from adapters.kafka.records import Incoming

MOST_BUGS: Final = 10
"""In a row in one partition; the next one stops the consumer."""
WINDOW: Final = 200
"""Newest records of a partition among which bugs are counted."""
MOST_OF_WINDOW: Final = WINDOW // 5
"""Of those, bugs that are none too many; the next one stops the consumer."""

Partition = tuple[str, int]


class TooManyBugs(Exception):
    """The consumer stopped: too many records failed for no known reason."""


@dataclass(slots=True)
class Breaker:
    """Counts records by partition, and which of them were bugs."""

    group: str
    _in_a_row: Counter[Partition] = field(default_factory=Counter)
    _seen: Counter[Partition] = field(default_factory=Counter)
    _when: dict[Partition, deque[int]] = field(default_factory=lambda: defaultdict(deque))

    def count(self, batch: Iterable[Incoming], bugs: Iterable[Incoming]) -> None:
        """A batch, and those of it that were bugs. Raises TooManyBugs."""
        bad = {(one.topic, one.partition, one.offset) for one in bugs}
        for one in batch:
            partition = (one.topic, one.partition)
            self._seen[partition] += 1
            if (*partition, one.offset) not in bad:
                self._in_a_row[partition] = 0
                continue
            self._in_a_row[partition] += 1
            if self._is_too_many(partition):
                self._forget()
                raise TooManyBugs(
                    f"{self.group}: more than {MOST_BUGS} bugs in a row, or {MOST_OF_WINDOW} of {WINDOW}"
                )

    def _is_too_many(self, partition: Partition) -> bool:
        seen, when = self._seen[partition], self._when[partition]
        when.append(seen)
        while when[0] <= seen - WINDOW:
            when.popleft()
        return self._in_a_row[partition] > MOST_BUGS or len(when) > MOST_OF_WINDOW

    def _forget(self) -> None:
        """Whoever starts it again has looked."""
        for counted in (self._in_a_row, self._seen, self._when):
            counted.clear()
