"""How long each step of the door takes for a group of messages."""

import time
from collections.abc import Sequence

from adapters import metrics
from adapters.delivery import Delivery


class Steps:
    """Follows one group from when it is made; times each step and counts it."""

    def __init__(self, group: Sequence[Delivery]) -> None:
        self._since = time.perf_counter()

    def done(self, name: str) -> None:
        """The step `name` is done for all of the group: judge, claim or produce."""
        self._since = metrics.step(name, self._since)
