"""Which AppRec answers which message, and in what the two differ (HITS 1168:2016 §8; messages.md §1).

The standard of the message decides, not what its sender would like.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Final, Literal

from adapters.messages.namespaces import APPREC_10, APPREC_11
from adapters.messages.row import Row

Version = Literal["1.0", "1.1"]

ROLES: Final = MappingProxyType(
    {
        "PRIM": "Primærmottaker",
        "COP": "Kopimottaker",
        "AVS": "Avsender",
        "REQ": "Rekvirent",
        "SPR": "Tjenesteyter",
        "RECEIVER": "Mottaker",
    }
)
"""Role/@V -> @DN, of both versions."""


@dataclass(frozen=True, slots=True, eq=False)
class Edition:
    """A version of the AppRec. There is one object of each, so that what is remembered by it is soon found.

    Attributes:
        mig: MIGversion.
        answered: role of who is answered.
    """

    version: Version
    namespace: str
    mig: str
    answered: str


V10: Final = Edition("1.0", APPREC_10, "1.0 2004-11-21", "RECEIVER")
V11: Final = Edition("1.1", APPREC_11, "v1.1 2012-02-15", "AVS")
EDITIONS: Final = MappingProxyType({edition.version: edition for edition in (V10, V11)})


@dataclass(frozen=True, slots=True)
class Answer:
    """How the messages of one version of a standard are answered.

    Attributes:
        primary: role of a primary receiver that answers.
        unnamed: OriginalMsgId/MsgType/@V for a message that does not name its type.
    """

    edition: Edition
    primary: str
    unnamed: str = ""


ANSWERS: Final[Mapping[tuple[str, str], Answer]] = MappingProxyType(
    {
        ("po", "1.5"): Answer(V10, "SPR"),
        ("po", "1.6"): Answer(V11, "PRIM"),
        ("po", "2.0"): Answer(V11, "PRIM"),
        ("epikrise", "1.0"): Answer(V10, "REQ", "E"),
        ("epikrise", "1.1"): Answer(V10, "REQ", "E"),
        ("epikrise", "1.2"): Answer(V11, "PRIM", "EPIKRISE"),
        ("dialog", "1.0"): Answer(V10, "SPR"),
        ("dialog", "1.1"): Answer(V11, "PRIM"),
        ("epj", "2008-02-20"): Answer(V10, "SPR"),
    }
)
"""(family, version) -> answer. The family is the first word of the namespace after xmlstds."""

NEWEST: Final = Answer(V11, "PRIM")
"""For a message that is in no table."""

_FAMILY = re.compile(r"\{https?://[^/]+/xmlstds/([a-z]+)")


def answer_to(row: Row | None) -> Answer:
    """How messages of a row of the table are answered; `row` is None for one that is not there."""
    return NEWEST if row is None else _answer(row.tag, row.version)


@lru_cache(maxsize=128)
def _answer(tag: str, version: str) -> Answer:
    family = _FAMILY.match(tag)
    return ANSWERS.get((family[1] if family else "", version), NEWEST)
