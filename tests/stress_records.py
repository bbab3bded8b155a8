"""Records of ours, as they are read back."""

from collections.abc import Collection, Iterable
from typing import TypeVar

from service import Service
from stress_topics import everything

from adapters.claimcheck.folder import FolderVault
from adapters.claimcheck.ticket import ticket_of
from adapters.claimcheck.vault import Vault, content_of
from adapters.kafka.records import Incoming
from schemas.avvik import Avvik
from schemas.topics import AVVIK

K = TypeVar("K")


def read(service: Service, *topics: str) -> list[Incoming]:
    """The records that we wrote ourselves, each with its content, wherever that lies."""
    vault = FolderVault(service.home / "meldinger")
    records = everything(service.bootstrap, *topics)
    return [whole(one, vault) for one in records if one.header("ce_source") == "/plo-broker"]


def whole(record: Incoming, vault: Vault) -> Incoming:
    """The record with its content in it."""
    return record if ticket_of(record) is None else record._replace(value=content_of(record, vault))


def told(records: Iterable[Incoming], ours: Collection[str]) -> list[tuple[Avvik, bytes]]:
    """Changes of avvik that rest on our messages, in order, each with its bytes."""
    values = [one.value or b"" for one in records if one.topic.endswith(AVVIK.name)]
    parsed = [(Avvik.model_validate_json(value), value) for value in values]
    return [(one, value) for one, value in parsed if not set(ours).isdisjoint(one.msg_ids)]


def once(pairs: Iterable[tuple[K, bytes | None]]) -> tuple[dict[K, bytes], int]:
    """Each id with its bytes, and how many records repeat one; fails when an id has two contents."""
    found: dict[K, bytes] = {}
    repeated = 0
    for key, value in pairs:
        repeated += key in found
        assert found.setdefault(key, value or b"") == value, f"two contents of {key}"
    return found, repeated
