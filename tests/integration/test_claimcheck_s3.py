"""Large messages in a bucket: against a real server that speaks S3."""

import hashlib
import os
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import obstore
import pytest
from object_store import BUCKET, OURS, PARTY, ObjectStore, object_store
from obstore.store import S3Store
from servers import free_port

from adapters.claimcheck.folder import FolderVault
from adapters.claimcheck.s3 import Bucket, S3Vault
from adapters.claimcheck.ticket import Ticket
from adapters.claimcheck.vault import Altered, ClaimCheck, Missing, Vault, content_of
from adapters.errors import Transient
from adapters.kafka.records import Record
from broker.claimcheck import claim_check_of, vault_of
from broker.settings import Settings

CONTENT = os.urandom(15_000_000)
REF = Ticket.of(CONTENT).ref
LIGHT = Ticket.of(CONTENT).instead(Record("meldinger.v1", b"k", CONTENT))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ObjectStore]:
    with object_store(tmp_path_factory.mktemp("s3")) as started:
        yield started


@pytest.fixture(scope="module")
def bucket(server: ObjectStore) -> Bucket:
    return Bucket(BUCKET, "prøve/", server.url, key_id=OURS[0], secret=OURS[1])


@pytest.fixture(params=["folder", "s3"])
def vault(request: pytest.FixtureRequest, bucket: Bucket, tmp_path: Path) -> Vault:
    """The same promises hold in both stores."""
    return FolderVault(tmp_path) if request.param == "folder" else S3Vault(bucket)


def test_what_is_put_is_got(vault: Vault) -> None:
    """Fifteen megabytes, byte for byte, as often as they come."""
    begun = time.monotonic()
    for _ in range(2):
        assert ClaimCheck(vault, 1_000_000).check_in(CONTENT) == Ticket.of(CONTENT)
    put = (time.monotonic() - begun) / 2
    begun = time.monotonic()
    assert content_of(LIGHT, vault) == CONTENT
    got = time.monotonic() - begun
    print(f"{type(vault).__name__}: 15 MB put in {put:.2f} s, got and verified in {got:.2f} s")


OLD = datetime.now(UTC) + timedelta(days=1)
"""Before this everything was put."""


def test_what_is_old_is_forgotten(vault: Vault) -> None:
    """And what is young is not, nor what was put again, in as many pages as there are."""
    contents = [f"melding {number}".encode() for number in range(1100 if isinstance(vault, S3Vault) else 9)]
    tickets = list(map(Ticket.of, contents))
    with ThreadPoolExecutor(16) as many:
        list(many.map(lambda one: vault.put(one[0].ref, one[1]), zip(tickets, contents, strict=True)))
    assert vault.forget(datetime.now(UTC) - timedelta(days=1)) == 0
    assert vault.get(tickets[0].ref) == contents[0]
    assert vault.forget(OLD) >= len(contents)
    with pytest.raises(Missing):
        vault.get(tickets[-1].ref)
    assert vault.forget(OLD) == 0


def test_what_is_anothers_is_left(bucket: Bucket, tmp_path: Path) -> None:
    """A place shared with others keeps what they put there: other prefixes, and other names."""
    ours, theirs = S3Vault(bucket), S3Vault(replace(bucket, prefix="andre/"))
    for vault, ref in ((ours, REF), (theirs, REF), (ours, "3f/notat.txt"), (ours, f"aa/{REF[3:]}")):
        vault.put(ref, b"innhold")
    assert ours.forget(OLD) == 1
    assert theirs.get(REF) == ours.get("3f/notat.txt") == ours.get(f"aa/{REF[3:]}") == b"innhold"
    without = S3Vault(replace(bucket, prefix=""))
    without.put(REF, b"innhold")
    assert without.forget(OLD) == 1 and theirs.get(REF) == b"innhold"
    theirs.forget(OLD)


def test_a_store_that_may_not_be_listed_is_transient(bucket: Bucket) -> None:
    """A party's key: nothing is deleted, and the error tells nothing of the server."""
    party = S3Vault(replace(bucket, key_id=PARTY[0], secret=PARTY[1]))
    with pytest.raises(Transient, match="claim-check bucket"):
        party.forget(OLD)


def test_what_is_altered_is_not_given(vault: Vault) -> None:
    """Whoever else may write to the store, other content is never taken for the message."""
    vault.put(REF, CONTENT[:-1] + b"?")
    with pytest.raises(Altered, match=REF):
        content_of(LIGHT, vault)


def test_what_is_not_there(vault: Vault) -> None:
    """Told apart from a store that is away."""
    other = Ticket.of(b"never put there")
    with pytest.raises(Missing, match=other.ref):
        content_of(other.instead(LIGHT), vault)


def test_a_server_that_will_not_or_is_not_there_is_transient(bucket: Bucket) -> None:
    """A wrong key, nobody at the port: the sender is told to come again, soon, and the log nothing secret."""
    nobody = replace(bucket, endpoint=f"http://127.0.0.1:{free_port()}")
    begun = time.monotonic()
    for wrong in (replace(bucket, secret=OURS[1][::-1]), nobody):
        with pytest.raises(Transient, match=r"^claim-check bucket: [A-Za-z]+$"):
            S3Vault(wrong).put(REF, CONTENT)
        with pytest.raises(Transient):
            S3Vault(wrong).get(REF)
    assert time.monotonic() - begun < 60


def test_the_bucket_of_the_settings(server: ObjectStore) -> None:
    """PLO_S3_… name it, with a prefix; without them it is the folder."""
    chosen = Settings(s3_bucket=f"{BUCKET}/ny/", s3_endpoint=server.url, s3_key_id=OURS[0], s3_secret=OURS[1])
    ticket = claim_check_of(chosen).check_in(CONTENT)
    assert ticket is not None
    assert vault_of(chosen).get(ticket.ref) == CONTENT
    store = S3Store(BUCKET, **access(server, OURS))
    assert bytes(obstore.get(store, f"ny/{ticket.ref}").bytes()) == CONTENT
    assert isinstance(vault_of(Settings()), FolderVault)


def access(server: ObjectStore, user: tuple[str, str]) -> dict[str, Any]:
    """How another program than ours would connect."""
    return {
        "endpoint": server.url,
        "region": "us-east-1",
        "access_key_id": user[0],
        "secret_access_key": user[1],
        "client_options": {"allow_http": True},
    }


def test_a_party_gets_what_it_knows_of_and_nothing_else(server: ObjectStore, bucket: Bucket) -> None:
    """As docs/abonnere.md has it: to read is allowed, to list is not, and the name is the hash."""
    S3Vault(bucket).put(REF, CONTENT)
    theirs = S3Store(BUCKET, prefix=bucket.prefix, **access(server, PARTY))
    assert hashlib.sha256(obstore.get(theirs, REF).bytes()).hexdigest() == Ticket.of(CONTENT).sha256
    for forbidden in (lambda: obstore.list(theirs).collect(), lambda: obstore.put(theirs, REF, b"")):
        with pytest.raises((obstore.exceptions.BaseError, OSError)):
            forbidden()
    assert httpx.get(f"{server.url}/{BUCKET}/{bucket.prefix}{REF}").status_code == 403
