"""Which parts an installation has, and how each of them is."""

import time
from dataclasses import dataclass

from broker.kafka_local import LocalKafka
from broker.run.beat import PartStatus, read
from broker.settings import Settings

STOPPED_ITSELF = 3
"""Exit code of a part that must not be started again before a person has looked."""


@dataclass(frozen=True, slots=True)
class Part:
    """A process of the service: its kind is a row of broker.app.PARTS."""

    kind: str
    number: int

    @property
    def name(self) -> str:
        return f"{self.kind}-{self.number}"


def parts_of(settings: Settings) -> tuple[Part, ...]:
    """The parts that should run with these settings, in starting order."""
    intake = (Part("intake", number) for number in range(settings.workers))
    folders = (Part("folder", 0),) if settings.folders else ()
    detectors = (Part("detect", number) for number in range(settings.detectors))
    others = (Part("route", 0), Part("strandet", 0))
    return (*detectors, *others, *folders, *intake, Part("console", 0))


def local_kafka(settings: Settings) -> LocalKafka:
    """The Apache Kafka of this installation, for one that has no other."""
    return LocalKafka(
        settings.home / "kafka", settings.jars, settings.kafka_port, settings.kafka_controller_port
    )


def status(settings: Settings) -> tuple[PartStatus, ...]:
    """How Kafka and every part is, also of a service that does not run, or runs with other settings.

    Where each part runs alone (PLO_METRICS_PORT), those of other machines and containers are not known of.
    """
    expected = [] if settings.metrics_port else [part.name for part in parts_of(settings)]
    others = sorted(path.stem for path in settings.run_folder.glob("*.json") if path.stem not in expected)
    return (_kafka(settings), *(_part(settings, name) for name in (*expected, *others)))


def _kafka(settings: Settings) -> PartStatus:
    if settings.kafka:
        return PartStatus("kafka", None, settings.kafka, True, "en annens; se svarene fra delene")
    now = local_kafka(settings).status()
    return PartStatus("kafka", now.pid, now.address, now.running, now.why or "")


def _part(settings: Settings, name: str) -> PartStatus:
    try:
        return read(settings.run_folder / f"{name}.json", time.time())
    except FileNotFoundError:
        return PartStatus(name, None, "", False, "kjører ikke; start med plo run")
