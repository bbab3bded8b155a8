"""What messages are judged by outside the door: the same, but nothing comes of it."""

from datetime import datetime
from importlib.metadata import version
from typing import TYPE_CHECKING

from adapters.messages.judgement import Context
from adapters.xml.validate import Schema
from broker.register import register_of
from broker.secret import pid_key
from broker.signatures import signatures_of
from schemas.agreements import Agreement
from schemas.attachments import limits_of

if TYPE_CHECKING:
    from broker.settings import Settings


def context_of(settings: "Settings", agreement: Agreement, now: datetime) -> Context:
    """Everything judging needs; pseudonyms are thrown away, so without a register any key will do."""
    register = register_of(settings)
    return Context(
        agreement=agreement,
        schema=Schema(settings.schemas_folder),
        pid_key=pid_key(settings) if register else bytes(32),
        max_bytes=settings.max_message_bytes,
        received_at=now,
        historie=False,
        speaks_for=None,
        software_version=version("plo-broker"),
        plo20=settings.plo20,
        patients=register.knows if register else None,
        signatures=signatures_of(settings),
        attachments=limits_of(settings.attachment_kinds, settings.attachment_bytes),
        verdict_only=True,
    )
