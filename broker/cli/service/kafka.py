"""plo kafka: the Apache Kafka of this machine."""

from typing import TYPE_CHECKING, Annotated

import typer

from broker.cli.exits import AWAY, USAGE, Stop
from broker.cli.pages import OPERATING, command, group
from broker.cli.start import settings

if TYPE_CHECKING:
    from broker.kafka_local import LocalKafka

app = group("kafka", "Den egne Apache Kafka på denne maskinen.", OPERATING)


def local() -> "LocalKafka":
    """The Kafka that the settings describe. Raises Stop when they name another's."""
    from broker.run.parts import local_kafka

    chosen = settings()
    if chosen.kafka:
        raise Stop(
            USAGE, f"PLO_KAFKA peker på {chosen.kafka}, som ikke styres herfra.", "Kobler til: plo status"
        )
    return local_kafka(chosen)


@command(
    app,
    "start",
    "Start Kafka, og vent til den svarer. Første gang hentes omtrent 60 MB.",
    "plo kafka start",
)
def start() -> None:
    """Start the local Kafka."""
    node = local()
    node.start(print)
    print(f"✓ Kafka svarer på {node.address}")


@command(app, "stop", "Stopp Kafka. Det som er lagret, blir liggende.", "plo kafka stop")
def stop() -> None:
    """Stop the local Kafka."""
    local().stop()
    print("Kafka er stoppet.")


@command(app, "status", "Vis om Kafka kjører, og hvorfor ikke.", "plo kafka status\nplo kafka status --json")
def status(
    as_json: Annotated[bool, typer.Option("--json", help="Ett JSON-objekt.")] = False,
) -> None:
    """How the local Kafka is."""
    from dataclasses import asdict

    from broker.cli.screen import write_json

    found = local().status()
    if as_json:
        write_json([asdict(found)])
    elif found.running:
        print(f"✓ Kafka svarer på {found.address} (prosess {found.pid})")
    else:
        print(f"✕ Kafka svarer ikke på {found.address}: {found.why}\n  → Start den: plo kafka start")
    if not found.running:
        raise typer.Exit(AWAY)
