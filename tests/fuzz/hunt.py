"""Trying case after case, and keeping what shows a fault."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from fuzz.cases import Case
from fuzz.tried import Tried
from fuzz.worker import Worker

KEPT_OF_EACH = 3
"""Files kept of one fault."""

Say = Callable[[str], None]


@dataclass(slots=True)
class Found:
    """What a hunt has seen.

    Attributes:
        kinds, verdicts, statuses: how many of each.
        faults: kind of fault and its last line -> how many.
        kept: files that show them.
        slowest: seconds of CPU, and the case.
        largest: bytes.
    """

    kinds: Counter[str] = field(default_factory=Counter)
    verdicts: Counter[str] = field(default_factory=Counter)
    statuses: Counter[int] = field(default_factory=Counter)
    faults: Counter[tuple[str, str]] = field(default_factory=Counter)
    kept: list[Path] = field(default_factory=list)
    slowest: tuple[float, str] = (0.0, "")
    peak_mb: int = 0
    largest: int = 0

    def add(self, case: Case, tried: Tried) -> None:
        self.kinds[case.kind] += 1
        self.verdicts[tried.verdict] += 1
        self.statuses[tried.status] += 1
        self.peak_mb = max(self.peak_mb, tried.peak_mb)
        self.largest = max(self.largest, len(case.raw))
        self.slowest = max(
            self.slowest, (tried.cpu_s, f"nr. {case.number}, {case.kind}, {len(case.raw)} byte")
        )


def hunt(cases: Iterable[Case], worker: Worker, keep: Path, seed: int, say: Say) -> Found:
    """Try them all; the first files of each fault stay in `keep`, each with what was seen beside it."""
    found = Found()
    for case in cases:
        tried = worker.tried(case.raw)
        found.add(case, tried)
        if not tried.fault:
            continue
        fault = tried.fault, tried.told.splitlines()[-1]
        found.faults[fault] += 1
        if found.faults[fault] <= KEPT_OF_EACH:
            path = _kept(keep, f"{tried.fault}-{seed}-{case.number}", case.raw, tried)
            found.kept.append(path)
            say(f"FEIL ({fault[0]}) i nr. {case.number}, {case.kind}: {fault[1]}\n  {again(path)}")
    return found


def again(path: Path) -> str:
    """The command that tries a kept file once more.

    By itself: memory that many messages take together shows only when all are tried again, by their seed.
    """
    return f"cd tests && ../.venv/bin/python -m fuzz --igjen {path}"


def _kept(keep: Path, name: str, raw: bytes, tried: Tried) -> Path:
    keep.mkdir(parents=True, exist_ok=True)
    path = keep / f"{name}.xml"
    path.write_bytes(raw)
    path.with_suffix(".txt").write_text(tried.told)
    return path
