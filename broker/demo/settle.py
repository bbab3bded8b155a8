"""Avvik held back for a moment, until it is clear whether they stand. Pure.

The demo pours weeks into seconds: between a melding om utskrevet and the epikrise of the same day the
epikrise is missing, rightly, for some milliseconds. Nobody can read that, so nobody is shown it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID

from schemas.avvik import Avvik

SETTLE_S = 0.5
"""How long an avvik must stand before it is shown, in seconds."""


@dataclass(slots=True)
class Settling:
    """What has been told and not yet shown, and what has been shown."""

    shown: dict[UUID, Avvik] = field(default_factory=dict)
    _waiting: dict[UUID, tuple[float, Avvik]] = field(default_factory=dict)

    def take(self, avvik: Avvik, at: float) -> None:
        """Keep the newest version of it; `at` is in seconds of any clock that only goes forward."""
        since, newest = self._waiting.get(avvik.id, (at, avvik))
        known = self.shown.get(avvik.id)
        if known is None or known.version < avvik.version:
            self._waiting[avvik.id] = (since, max(newest, avvik, key=lambda one: one.version))

    def ready(self, at: float) -> Iterator[Avvik]:
        """What is to be shown now; what was withdrawn before anyone saw it is not."""
        for id_, (since, avvik) in [*self._waiting.items()]:
            if at - since >= SETTLE_S:
                del self._waiting[id_]
                if avvik.state != "trukket" or id_ in self.shown:
                    self.shown[id_] = avvik
                    yield avvik

    @property
    def quiet(self) -> bool:
        """Nothing waits to be shown."""
        return not self._waiting
