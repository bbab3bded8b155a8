"""Which message is this? Root, payload, MsgInfo/Type and the choice of Pasientlogistikk must agree."""

from typing import NamedTuple

from adapters.errors import Problem
from adapters.messages import msghead
from adapters.messages.heads import HEADS
from adapters.messages.mismatch import disagreement, unknown_payload
from adapters.messages.namespaces import BASE64, tag
from adapters.messages.reading import Element
from adapters.messages.row import Row
from adapters.messages.table import KNOWN
from adapters.xml import kinds
from adapters.xml.names import path
from schemas.codes import MELDINGSNAVN, NY

_FILE = tag(BASE64, "Base64Container")
_STRUCTURED = "en fagmelding i mh:Document/mh:RefDoc/mh:Content"
_OWN_CODE = {"E": "EPIKRISE"}
"""Epikrise 1.1 has a code outside 8279 (HISD 1209)."""


class Kind(NamedTuple):
    """What a message is.

    Attributes:
        row: its row in the table; None when it is not there.
        message_type: value of 8279, never anything else; empty when it is not known.
        status: Forsendelsesstatus (7309) of a message that we read; may be anything.
        problem: why it cannot be read as what it says it is.
    """

    row: Row | None
    message_type: str = ""
    status: str = ""
    problem: Problem | None = None

    def __repr__(self) -> str:
        return object.__repr__(self)  # its values are nobody's to see

    @property
    def version(self) -> str:
        """Version of the message standard; empty when it is not known."""
        return self.row.version if self.row else ""

    @property
    def is_apprec(self) -> bool:
        """An AppRec of any version: never answered."""
        return self.row is not None and self.row.is_apprec


def payload_of(root: Element) -> Element | None:
    """The structured part of a message: the first that is known (rules.md §12.14).

    Where there is none, the first that is no file, so that it can be told what was not known.
    """
    if root.tag != msghead.ROOT:
        return root
    return min(msghead.contents(root), key=_strangeness, default=None)


def _strangeness(element: Element) -> int:
    """What has a head of its own (an epikrise) stands in another message only where nothing else does."""
    if element.tag in KNOWN and element.tag not in HEADS:
        return 0
    return 2 if element.tag == _FILE else 1


def identify(root: Element, payload: Element | None, type_v: str | None, plo20: bool = False) -> Kind:
    """The kind of a message whose head is known.

    type_v: the type that it says it has; plo20: whether PLO 2.0 is read.
    """
    given = (type_v or "").strip()
    named = _OWN_CODE.get(given, given)
    message_type = named if named in MELDINGSNAVN else ""
    row = None if payload is None else KNOWN.get(payload.tag)
    if row is None or payload is None:
        return Kind(None, message_type, problem=_unknown(root, message_type, payload))
    if (row.read is None and not row.is_apprec) or (row.plo20 and not plo20):
        return Kind(row, message_type or _only(row), problem=_refused(row, message_type, payload))
    chosen = row.chosen(payload) if row.chosen else None
    agrees = _agrees(row, named, chosen, root is payload)
    problem = None if agrees else disagreement(root, payload, row, message_type, chosen)
    return Kind(row, message_type or chosen or _only(row), _status(row, payload), problem)


def _status(row: Row, payload: Element) -> str:
    """Of a message that we read; what has no status cannot be anything but new."""
    if row.status is None:
        return NY if row.read else ""
    return str(row.status(payload)).strip()


def _only(row: Row) -> str:
    """The type of a row that has just one."""
    types = {_OWN_CODE.get(type_, type_) for type_ in row.types}
    return types.pop() if len(types) == 1 else ""


def _agrees(row: Row, given: str, chosen: str | None, has_own_head: bool) -> bool:
    if row.is_apprec or (not given and has_own_head):
        return True  # Type is optional in an epikrise
    if row.plo20 and given not in MELDINGSNAVN:
        return bool(given)  # nobody has published the codes of 2.0
    # an element that is missing is the schema's to tell
    return given in row.types and chosen in (None, given)


def _refused(row: Row, message_type: str, payload: Element) -> Problem:
    name = MELDINGSNAVN.get(message_type, row.name) if message_type in row.types else row.name
    code = f" ({message_type})" if message_type in row.types else ""
    advice = f" {row.advice}" if row.advice else ""
    text = f"{name}{code} versjon {row.version} støttes ikke av mottakeren.{advice}"
    line, found = payload.sourceline or 0, kinds.named(payload.tag)
    return Problem("type.unsupported", "T10", text, path(payload), line, found=found)


def _unknown(root: Element, message_type: str, payload: Element | None) -> Problem:
    if msghead.is_report(root):
        text = "Melding med flere pasienter (PatientReport) støttes ikke."
        return Problem(
            code="type.patient_report", apprec="T10", text=text, path="/mh:MsgHead/mh:PatientReport"
        )
    if payload is None:
        text = "Meldingen har ikke noe strukturert innhold."
        return Problem(code="type.no_payload", apprec="T99", text=text, expected=_STRUCTURED)
    return unknown_payload(payload, message_type, (tag for tag, row in KNOWN.items() if row.read))
