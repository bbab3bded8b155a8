"""Whether the disk has room left: when it has none, everything else fails in words of its own."""

import shutil
from contextlib import suppress
from pathlib import Path
from typing import Final

LEAST: Final = 20_000_000
"""Bytes below which Kafka and the store cannot be trusted to write."""


def lack_of_room(path: Path) -> str:
    """A sentence for people when the disk under `path` is as good as full; "" when it is not."""
    with suppress(OSError):
        there = next(one for one in (path, *path.parents) if one.exists())
        left = shutil.disk_usage(there).free
        if left < LEAST:
            return (
                f"Disken er full: {path} har {left // 1_000_000} MB igjen. Gi plass; det som kjører, går da"
                " videre. Det som er kvittert for, er ikke borte; resten sendes på nytt av avsenderen."
            )
    return ""
