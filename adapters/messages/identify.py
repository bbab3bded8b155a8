"""Which message is this? Root, payload, MsgInfo/Type and the choice of Pasientlogistikk must agree."""

from dataclasses import dataclass, field, replace

from adapters.errors import Problem
from adapters.messages import msghead, pasientlogistikk
from adapters.messages.namespaces import APPREC_10
from adapters.messages.reading import Element
from adapters.messages.refusals import DISAGREES
from adapters.messages.table import APPREC, KNOWN, Row
from schemas.codes import MELDINGSNAVN

_OWN_CODE = {"E": "EPIKRISE"}
"""Epikrise 1.1 has a code outside 8279 (HISD 1209)."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What a message is.

    Attributes:
        row: its row in the table; None when it is not there.
        message_type: value of 8279, never anything else; empty when it is not known.
        status: Forsendelsesstatus (7309) of a message that we read; may be anything.
        problem: why it cannot be read as what it says it is.
    """

    row: Row | None
    message_type: str = ""
    status: str = field(default="", repr=False)
    problem: Problem | None = None

    @property
    def version(self) -> str:
        """Version of the message standard; empty when it is not known."""
        return self.row.version if self.row else ""

    @property
    def is_apprec(self) -> bool:
        """An AppRec of any version: never answered."""
        return self.row is not None and self.row.name == APPREC.name


def payload_of(root: Element) -> Element | None:
    """The structured part of a message, where there is one."""
    return msghead.payload(root) if root.tag == msghead.ROOT else root


def identify(root: Element, payload: Element | None, type_v: str | None) -> Kind:
    """The kind of a message whose head is known; `type_v` is the type that it says it has."""
    given = (type_v or "").strip()
    named = _OWN_CODE.get(given, given)
    message_type = named if named in MELDINGSNAVN else ""
    row = None if payload is None else KNOWN.get(payload.tag)
    if row is None or payload is None:
        return Kind(None, message_type, problem=_unknown(root, message_type, payload))
    if row.read is None and row is not APPREC:
        return Kind(row, message_type or _only(row), problem=_refused(row, message_type))
    problem = None if _agrees(row, named, root, payload) else replace(DISAGREES, path=_place(root))
    status = str(row.status(payload)) if row.status else ""
    return Kind(row, message_type or _only(row), status, problem)


def _only(row: Row) -> str:
    """The type of a row that has just one."""
    types = {_OWN_CODE.get(type_, type_) for type_ in row.types}
    return types.pop() if len(types) == 1 else ""


def _agrees(row: Row, given: str, root: Element, payload: Element) -> bool:
    if row is APPREC:
        return True
    if not given and root is payload:
        return True  # Type is optional in an epikrise
    if given not in row.types:
        return False
    chosen = pasientlogistikk.choice(payload) if len(row.types) > 1 else None
    # an element that is missing is the schema's to tell
    return chosen is None or pasientlogistikk.CHOICES[chosen.tag] == given


def _place(root: Element) -> str:
    return "/mh:MsgHead/mh:MsgInfo/mh:Type" if root.tag == msghead.ROOT else "/*/*[local-name()='Type']"


def _refused(row: Row, message_type: str) -> Problem:
    name = MELDINGSNAVN.get(message_type, row.name) if message_type in row.types else row.name
    code = f" ({message_type})" if message_type in row.types else ""
    again = "1.1" if row.tag.startswith(f"{{{APPREC_10}}}") else ""
    advice = f" Bruk versjon {again}." if again else ""
    text = f"{name}{code} versjon {row.version} støttes ikke av mottakeren.{advice}"
    return Problem(code="type.unsupported", apprec="T10", text=text)


def _unknown(root: Element, message_type: str, payload: Element | None) -> Problem:
    if msghead.is_report(root):
        text = "Melding med flere pasienter (PatientReport) støttes ikke."
        return Problem(
            code="type.patient_report", apprec="T10", text=text, path="/mh:MsgHead/mh:PatientReport"
        )
    place = "/mh:MsgHead/mh:Document/mh:RefDoc/mh:Content"
    if payload is None:
        text = "Meldingen har ikke noe strukturert innhold."
        return Problem(code="type.no_payload", apprec="T99", text=text, path=place)
    name = MELDINGSNAVN.get(message_type)
    about = f"{name} ({message_type})" if name else "Meldingen"
    text = f"{about} har et innhold eller en versjon som ikke støttes av mottakeren."
    return Problem(code="type.unknown", apprec="T10", text=text, path=place)
