"""What every fact of ours has: a computed id and no personal data; and what an event has besides."""

from functools import cache
from hashlib import sha1
from typing import Annotated, Any, Literal, get_args
from uuid import UUID

import orjson
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

NAMESPACE = UUID("6d1f5f0a-7c1e-5d0b-9a39-1f8f1e6f3c55")
"""Root of every id we compute, so that a repeated message gives the ids it gave the first time."""

Pid = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
HerId = Annotated[str, Field(min_length=1, max_length=40)]
Status = Literal["N", "M", "C"]
Del = Annotated[str, Field(pattern=r"^[a-z0-9_]{1,40}$")]
PidType = Literal["fnr", "dnr", "fhn", "hnr", "annet", "svak"]
Avtrykk = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]


_BEGUN = sha1(NAMESPACE.bytes, usedforsecurity=False)
_VARIANT = dict(zip("0123456789abcdef", "89ab" * 4, strict=True))
"""A hexadecimal digit with its two first bits as RFC 9562 wants them."""


def computed_id(name: str) -> str:
    """uuid5(NAMESPACE, name) as text, in a third of its time: four of these go with each message."""
    digest = _BEGUN.copy()
    digest.update(name.encode())
    hex_ = digest.hexdigest()
    return f"{hex_[:8]}-{hex_[8:12]}-5{hex_[13:16]}-{_VARIANT[hex_[16]]}{hex_[17:20]}-{hex_[20:32]}"


def computed_uuid(name: str) -> UUID:
    """uuid5(NAMESPACE, name)."""
    digest = _BEGUN.copy()
    digest.update(name.encode())
    return UUID(int=int.from_bytes(digest.digest()[:16], "big"), version=5)


def event_id(sender: str, msg_id: str, type_: str) -> str:
    """Id of the event of `type_` that the message (sender level-1 HER-id, MsgId) gives."""
    return computed_id(f"{sender}/{msg_id}/{type_}")


class Fact(BaseModel):
    """What every record in JSON has in common: an id, a type, and no personal data."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: UUID

    def as_json(self) -> bytes:
        """What `model_dump_json(exclude_none=True)` writes, in half its time: two of these go with each
        message."""
        return orjson.dumps(_told(self), _told, orjson.OPT_UTC_Z)


def _told(model: BaseModel) -> dict[str, Any]:
    """All of it but what is None; a model in which nothing is, as it stands."""
    told = model.__dict__
    if unknown := [name for name in _optional(type(model)) if told[name] is None]:
        told = told.copy()
        for name in unknown:
            del told[name]
    return told


@cache
def _optional(model: type[BaseModel]) -> tuple[str, ...]:
    """The fields that may be None."""
    return tuple(
        name for name, field in model.model_fields.items() if type(None) in get_args(field.annotation)
    )


class Event(Fact):
    """One message about one patient, without anything that tells who it is.

    Attributes:
        id: event_id(sender, msg_id, type).
        pid: HMAC-SHA-256 of the patient's best identifier, hex (identifiers.md §4).
        pid_type: the kind of identifier behind `pid`; `svak` = name, date of birth and sex, or a message that
            names nobody and has the pid of the one that it refers to.
        aliases: pids of the patient's other identifiers in the same message.
        msg_id: MsgId, lower case; what is no UUID as a keyed hash, 32 hex digits.
        message_type: MsgInfo/Type/@V (8279).
        version: of the message standard, as "1.6".
        status: N ny, M endring, C kansellering (7309).
        sender, receiver: HER-ids, level 1; an id of more than nine digits as a keyed hash.
        sender_service, receiver_service: HER-ids, level 2.
        copies: level-1 HER-ids of copy receivers.
        conversation_id: RefToConversation, told like msg_id; for an epikrise its ServProvId.
        parent_id: RefToParent, told like msg_id.
        sent_at: GenDate, UTC; None where it is missing or unreadable.
        received_at: when we took it in, UTC; with `historie` it is GenDate.
        historie: came as a backlog (key or folder marked `historikk`).
        test: marked as a test message by its sender (Status TEST, ProcessingStatus T).
        deler: the parts of the content that are there, of the list in schemas.deler; sorted.
        vedlegg: the kinds of the attachments by their first bytes, as pdf; sorted.
        avtrykk: a keyed hash of all that the message says below its head (adapters.messages.avtrykk): equal
            where the same is sent again under another MsgId; None in events from before there was one.
    """

    pid: Pid
    pid_type: PidType
    aliases: tuple[Pid, ...] = ()
    msg_id: str
    message_type: str
    version: str
    status: Status
    sender: HerId
    sender_service: HerId | None = None
    receiver: HerId
    receiver_service: HerId | None = None
    copies: tuple[HerId, ...] = ()
    conversation_id: str | None = None
    parent_id: str | None = None
    sent_at: AwareDatetime | None = None
    received_at: AwareDatetime
    historie: bool = False
    test: bool = False
    deler: tuple[Del, ...] = ()
    vedlegg: tuple[Del, ...] = ()
    avtrykk: Avtrykk | None = None

    @property
    def series(self) -> str:
        """Key of the document series: N, its M and its C share it (messages.md §3.3)."""
        return self.conversation_id or self.msg_id
