"""AppRecs written for an envelope with next to nothing in it, held against the official schemas."""

from datetime import UTC, datetime
from typing import Any

from judging import official
from lxml import etree
from whole_heads import OWN_HEAD

from adapters.errors import Problem
from adapters.messages.address import Address, Unit
from adapters.messages.apprec_version import ANSWERS, NEWEST, Answer
from adapters.messages.apprec_write import apprec_xml
from adapters.messages.envelope import Envelope
from adapters.messages.namespaces import APPREC_10

ID = "8a2d1f3b-7a40-4d55-8d6e-4b7d5a7e9c01"
NOW = datetime(2026, 7, 1, 10, 0, tzinfo=UTC)
NOBODY = Address(Unit("Inst"))
EPIKRISE = ANSWERS["epikrise", "1.1"]
OLD = ANSWERS["po", "1.5"]


def envelope(sender: Address = NOBODY, **rest: Any) -> Envelope:
    usual = Envelope("LOG_INNLAGT", None, "x", "x", "2026-02-07T12:00:00", None, sender, NOBODY)
    return usual._replace(**rest)


def written(
    env: Envelope,
    answering: Address = NOBODY,
    errors: tuple[Problem, ...] = (),
    answer: Answer = NEWEST,
    role: str = "PRIM",
) -> etree._Element:
    status = "2" if errors else "1"
    root = etree.fromstring(apprec_xml(env, answering, answer, role, status, errors, ID, NOW, "1.0 <&>"))
    assert official().valid(root), official().log(root)
    return root


def old(raw: bytes) -> bytes:
    """An AppRec in the words of version 1.0."""
    for new, other in OWN_HEAD[APPREC_10]:
        raw = raw.replace(new.encode(), other.encode())
    return raw
