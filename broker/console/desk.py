"""What the pages work with, in one place: store, agreement, clock, and how the rest of the service is."""

import asyncio
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from starlette.requests import Request

from adapters.errors import Transient
from adapters.kafka.producer import Producer
from adapters.store import Store
from adapters.store.sessions import Limits
from broker.console.health import Health
from broker.console.kafka_seen import KafkaSeen
from broker.console.pace import Pace
from broker.settings import Settings
from schemas.agreements import Agreement

if TYPE_CHECKING:
    from adapters.messages.judgement import Context
    from broker.console.live import Live
    from broker.console.oidc import Oidc
    from broker.letters.desk import Desk as Letters

HASHING = 3
"""Passwords checked at a time: each check takes 64 MiB."""


@dataclass(slots=True)
class Desk:
    """Everything that the pages share.

    Attributes:
        now: the clock, UTC.
        opened: the store, once it has answered.
        producer: Kafka; None where there is none (tests of pages that send nothing).
        health: what is away, and since when.
        kafka: how Kafka was when last looked at.
        context: what messages are judged by once more; None until one has been.
        loaded_at: when the agreement was read, UTC; the start, as nothing reads it again.
        live: tells open pages what has changed.
        oidc: the login elsewhere; None where there is none.
        letters: where dead letters are worked with; None until Kafka has answered.
        pace: how often somebody may ask for what costs.
        carried: decisions for many dead letters that this process carries out, by their id.
        holder: what it calls itself to other consoles.
        unnamed_proxy: whether a proxy has spoken for somebody that PLO_CONSOLE_PROXIES does not name.
        hashing: held while a password is checked.
    """

    settings: Settings
    agreement: Agreement
    now: Callable[[], datetime]
    opened: Store | None = None
    producer: Producer | None = None
    health: Health = field(default_factory=Health)
    kafka: KafkaSeen = field(default_factory=KafkaSeen)
    context: "Context | None" = None
    loaded_at: datetime = field(init=False)
    live: "Live | None" = None
    oidc: "Oidc | None" = None
    letters: "Letters | None" = None
    pace: Pace = field(default_factory=Pace)
    carried: dict[str, "asyncio.Task[None]"] = field(default_factory=dict)
    holder: str = field(default_factory=lambda: secrets.token_hex(8))
    unnamed_proxy: bool = False
    hashing: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(HASHING))

    def __post_init__(self) -> None:
        self.loaded_at = self.now()

    @property
    def store(self) -> Store:
        """The store. Raises Transient as long as it has not answered."""
        if self.opened is None:
            raise Transient("store: not open yet")
        return self.opened

    @property
    def sessions(self) -> Limits:
        """How long a session lives."""
        chosen = self.settings
        return Limits(timedelta(minutes=chosen.session_idle_min), timedelta(hours=chosen.session_hours))

    @property
    def secure(self) -> bool:
        """Whether people reach the console over https."""
        return self.settings.console_address.startswith("https:")


def desk_of(request: Request) -> Desk:
    """The desk of this console."""
    desk: Desk = request.app.state.desk
    return desk
