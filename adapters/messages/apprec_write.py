"""Writing an AppRec 1.1 (HIS 80415:2012): addresses mirrored exactly, wrong values too (HITS 1168 §6).

Strings rather than a tree: it is on the way of every answer, and a tree costs six times as much.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

from adapters.errors import Problem
from adapters.messages.address import Address, Ident, Unit
from adapters.messages.envelope import Envelope
from adapters.messages.namespaces import APPREC_11
from schemas.codes import APPREC_FEIL, APPREC_FEIL_OID, APPREC_STATUS, PRIMARMOTTAKER
from schemas.tid import OSLO

LONGEST_TYPE = 200
"""Longest message type and name of it that are mirrored, in characters; the AppRec must fit on a topic."""
MOST_ERRORS = 10
"""Most Error elements in one AppRec; the rest is counted in the last."""

_MARKUP = re.compile(r"[&<>\"\r\n\t]")
_ESCAPED = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;", "\n": "&#10;", "\t": "&#9;"}
)
_DATE_TIME = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-](0\d|1[0-3]):[0-5]\d|[+-]14:00)?", re.ASCII
)
_ROLES = {PRIMARMOTTAKER: "Primærmottaker", "COP": "Kopimottaker"}


def apprec_xml(
    envelope: Envelope,
    answering: Address,
    role: str,
    status: str,
    errors: Sequence[Problem],
    id_: str,
    gen: datetime,
    software_version: str,
) -> bytes:
    """The AppRec that `answering` gives to the sender of `envelope`, UTF-8.

    role: PRIM or COP; status: 8258; id_: a UUID; gen: UTC. The envelope must have a sender.
    """
    if envelope.sender is None:
        raise ValueError("nobody to answer")
    now = _in_oslo(gen.replace(microsecond=0))
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<AppRec xmlns="{APPREC_11}">'
        '<MsgType V="APPREC" DN="Applikasjonskvittering"/><MIGversion>v1.1 2012-02-15</MIGversion>'
        f"<SoftwareName>plo-broker</SoftwareName><SoftwareVersion>{_escaped(software_version)}"
        f"</SoftwareVersion><GenDate>{now}</GenDate><Id>{id_}</Id>"
        f'<Sender><Role V="{role}" DN="{_ROLES[role]}"/>{mirrored(answering)}</Sender>'
        f'<Receiver><Role V="AVS" DN="Avsender"/>{mirrored(envelope.sender)}</Receiver>'
        f'<Status V="{status}" DN="{APPREC_STATUS[status]}"/>{_errors(errors)}'
        f"<OriginalMsgId><MsgType{_attribute('V', _type_of(envelope.type_v))}"
        f"{_attribute('DN', _type_of(envelope.type_dn))}/>"
        f"<IssueDate>{_issue_date(envelope, now)}</IssueDate><Id>{_escaped(envelope.msg_id)}</Id>"
        "</OriginalMsgId></AppRec>\n"
    ).encode()


@lru_cache(maxsize=8)
def _in_oslo(second: datetime) -> str:
    """The second, written with the time zone of Oslo; thousands of messages come in the same one."""
    return second.astimezone(OSLO).isoformat()


def _type_of(given: str | None) -> str | None:
    return given if given is None or len(given) <= LONGEST_TYPE else ""


def _issue_date(envelope: Envelope, now: str) -> str:
    """The original's GenDate as given; where it is no xs:dateTime, the nearest that is."""
    if _DATE_TIME.fullmatch(envelope.gen_date):
        try:
            datetime.fromisoformat(envelope.gen_date)
            return envelope.gen_date
        except ValueError:
            pass  # no such day or hour
    return now if envelope.sent_at is None else envelope.sent_at.isoformat(timespec="seconds")


@lru_cache(maxsize=2048)  # an address is the same object as long as it is remembered (addresses.py)
def mirrored(address: Address) -> str:
    """HCP of an address, as given."""
    unit = address.unit
    names = f"{_element('Name', unit.name)}{_main(unit.ident)}"
    depts = "".join(_whole(below) for below in address.below if below.kind == "Dept")
    persons = "".join(_whole(below) for below in address.below if below.kind == "HCPerson")
    return f"<HCP><{unit.kind}>{names}{depts}{_more(unit)}{persons}</{unit.kind}></HCP>"


def _whole(unit: Unit) -> str:
    inside = f"{_element('Name', unit.name)}{_main(unit.ident)}{_more(unit)}"
    return f"<{unit.kind}>{inside}</{unit.kind}>"


def _main(ident: Ident | None) -> str:
    if ident is None:
        return ""
    return f"{_element('Id', ident.id)}<TypeId{_type(ident)}/>"


def _more(unit: Unit) -> str:
    return "".join(
        f"<AdditionalId><Id>{_escaped(ident.id or '')}</Id><Type{_type(ident)}/></AdditionalId>"
        for ident in unit.more
    )


def _type(ident: Ident) -> str:
    return _attribute("V", ident.type) + _attribute("DN", ident.dn)


def _escaped(text: str) -> str:
    return text.translate(_ESCAPED) if _MARKUP.search(text) else text


def _element(name: str, text: str | None) -> str:
    return "" if text is None else f"<{name}>{_escaped(text)}</{name}>"


def _attribute(name: str, value: str | None) -> str:
    return "" if value is None else f' {name}="{_escaped(value)}"'


def _errors(errors: Sequence[Problem]) -> str:
    shown = errors if len(errors) <= MOST_ERRORS else errors[: MOST_ERRORS - 1]
    lines = [_error(problem.apprec, _sentence(problem)) for problem in shown]
    if len(shown) < len(errors):
        lines.append(_error(errors[-1].apprec, f"Og {len(errors) - len(shown)} feil til."))
    return "".join(lines)


def _error(code: str, text: str) -> str:
    known = _attribute("DN", APPREC_FEIL.get(code))
    return f'<Error V="{code}" S="{APPREC_FEIL_OID}"{known}{_attribute("OT", text)}/>'


def _sentence(problem: Problem) -> str:
    line = f"linje {problem.line}" if problem.line else ""
    place = ", ".join(part for part in (problem.path, line) if part)
    return f"{problem.text} ({place})" if place else problem.text
