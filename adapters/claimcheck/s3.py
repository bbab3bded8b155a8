"""Content in a bucket of any server that speaks S3: an object each, named by its hash."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from adapters.claimcheck.ticket import OURS
from adapters.claimcheck.vault import Missing
from adapters.errors import Transient

if TYPE_CHECKING:
    from obstore import ObjectMeta
    from obstore.store import ClientConfig, S3Config, S3Store

CONNECT_S = 3
CALL_S = 20
"""Of one request; 20 MB in that time are 8 Mbit/s."""
RETRIES = 2
RETRY_S = 20


@dataclass(frozen=True, slots=True)
class Bucket:
    """A bucket, and how we may use it.

    Attributes:
        prefix: put before the reference, "" or "ours/".
        endpoint: https://host:port of the server; empty: Amazon's own.
        key_id, secret: empty: what the platform gives the process (AWS_…, a role), as obstore finds it.
    """

    name: str
    prefix: str = ""
    endpoint: str = ""
    region: str = "us-east-1"
    key_id: str = ""
    secret: str = field(default="", repr=False)


class S3Vault:
    """Content in a bucket, which must be there. Connects at the first call.

    An object is written by one request, so it is there whole or not at all; written again, it begins
    anew to age for the bucket's lifecycle rules.
    """

    def __init__(self, bucket: Bucket) -> None:
        self._bucket = bucket

    def put(self, ref: str, content: bytes) -> None:
        """Raises Transient: the server does not answer, or will not."""
        import obstore

        try:
            obstore.put(self._store, self._bucket.prefix + ref, content, use_multipart=False)
        except (obstore.exceptions.BaseError, OSError) as error:
            raise _away(error) from None

    def get(self, ref: str) -> bytes:
        """Raises Missing, and Transient when the server does not answer, or will not."""
        import obstore

        try:
            return bytes(obstore.get(self._store, self._bucket.prefix + ref).bytes())
        except FileNotFoundError:
            raise Missing(ref) from None
        except (obstore.exceptions.BaseError, OSError) as error:
            raise _away(error) from None

    def forget(self, before: datetime) -> int:
        """Raises Transient: the server does not answer, or will not."""
        import obstore

        try:
            old = (each["path"] for page in self._pages() for each in page if each["last_modified"] < before)
            return sum(self._forgotten(path, before) for path in old if self._is_ours(path))
        except (obstore.exceptions.BaseError, OSError) as error:
            raise _away(error) from None

    def _pages(self) -> "Iterable[Sequence[ObjectMeta]]":
        import obstore

        return obstore.list(self._store, self._bucket.prefix.rstrip("/") or None)

    def _is_ours(self, path: str) -> bool:
        return OURS.fullmatch(path.removeprefix(self._bucket.prefix)) is not None

    def _forgotten(self, path: str, before: datetime) -> bool:
        """Looked at right before it is deleted, as the same content may have come again."""
        import obstore

        with suppress(FileNotFoundError):  # another process is at it too
            if obstore.head(self._store, path)["last_modified"] < before:
                obstore.delete(self._store, path)
                return True
        return False

    @cached_property
    def _store(self) -> "S3Store":
        from obstore.store import S3Store

        bucket = self._bucket
        return S3Store(
            bucket.name,
            config=_config(bucket),
            client_options=_client(bucket),
            retry_config={"max_retries": RETRIES, "retry_timeout": timedelta(seconds=RETRY_S)},
        )


def _config(bucket: Bucket) -> "S3Config":
    made: S3Config = {"region": bucket.region, "virtual_hosted_style_request": False}
    if bucket.endpoint:
        made["endpoint"] = bucket.endpoint
    if bucket.key_id:
        made["access_key_id"] = bucket.key_id
        made["secret_access_key"] = bucket.secret
    return made


def _client(bucket: Bucket) -> "ClientConfig":
    return {
        "allow_http": bucket.endpoint.startswith("http://"),
        "connect_timeout": timedelta(seconds=CONNECT_S),
        "timeout": timedelta(seconds=CALL_S),
    }


def _away(error: Exception) -> Transient:
    """Its text holds the server's answer, and the address: only its class is told."""
    return Transient(f"claim-check bucket: {type(error).__name__}")
