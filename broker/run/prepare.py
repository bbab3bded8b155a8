"""What must be in place before the parts start: agreement, key, store, topics."""

import shutil
from collections.abc import Callable
from pathlib import Path

from adapters.kafka import topics
from adapters.store import Store
from broker.register import register_of
from broker.secret import pid_key
from broker.settings import Settings
from broker.signatures import signatures_of
from schemas.agreements import load
from schemas.topics import all_topics


async def prepare(settings: Settings, say: Callable[[str], None]) -> None:
    """Check and make, so that the parts find everything.

    Raises AgreementError, TrustError, RegisterError, Transient (store or Kafka away).
    """
    agreement = load(settings.agreements_file)
    pid_key(settings)
    signatures_of(settings)
    register_of(settings)
    store = await Store.open(settings.database_url)
    await store.close()
    done = await topics.apply(settings.bootstrap, all_topics(part.her for part in agreement.parts))
    if done:
        say(f"Topics: {len(done)} endringer.")
    shutil.rmtree(metrics_folder(settings), ignore_errors=True)
    metrics_folder(settings).mkdir(parents=True)


def metrics_folder(settings: Settings) -> Path:
    """Where the parts' metrics lie, for whichever of them is asked."""
    return settings.run_folder / "metrikker"
