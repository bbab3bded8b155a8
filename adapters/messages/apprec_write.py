"""Writing an AppRec 1.0 (HIS 80415:2004) or 1.1 (HIS 80415:2012), which are one tree in two namespaces.

Strings rather than a tree: it is on the way of every answer, and a tree costs six times as much.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

from adapters.errors import Problem
from adapters.messages.address import Address
from adapters.messages.apprec_hcp import attribute, escaped, mirrored
from adapters.messages.apprec_version import ROLES, Answer, Edition
from adapters.messages.envelope import Envelope
from schemas.codes import APPREC_FEIL, APPREC_FEIL_OID, APPREC_STATUS, KOPIMOTTAKER
from schemas.tid import OSLO

LONGEST_TYPE = 200
"""Longest message type and name of it that are mirrored, in characters; the AppRec must fit on a topic."""
MOST_ERRORS = 10
"""Most Error elements in one AppRec; the rest is counted in the last."""

_ROLE = {code: f'<Role V="{code}" DN="{name}"/>' for code, name in ROLES.items()}
_DATE_TIME = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-](0\d|1[0-3]):[0-5]\d|[+-]14:00)?", re.ASCII
)


def apprec_xml(
    envelope: Envelope,
    answering: Address,
    answer: Answer,
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
    now, edition = _in_oslo(int(gen.timestamp())), answer.edition
    own = role if role == KOPIMOTTAKER else answer.primary
    return (
        f"{_beginning(edition, software_version)}<GenDate>{now}</GenDate><Id>{id_}</Id>"
        f"<Sender>{_ROLE[own]}{mirrored(answering)}</Sender>"
        f"<Receiver>{_ROLE[edition.answered]}{mirrored(envelope.sender)}</Receiver>"
        f'<Status V="{status}" DN="{APPREC_STATUS[status]}"/>{_errors(errors)}'
        f"<OriginalMsgId><MsgType{_type(envelope, answer)}/>"
        f"<IssueDate>{_issue_date(envelope, now)}</IssueDate><Id>{escaped(envelope.msg_id)}</Id>"
        "</OriginalMsgId></AppRec>\n"
    ).encode()


@lru_cache(maxsize=8)
def _beginning(edition: Edition, software_version: str) -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<AppRec xmlns="{edition.namespace}">'
        f'<MsgType V="APPREC" DN="Applikasjonskvittering"/><MIGversion>{edition.mig}</MIGversion>'
        f"<SoftwareName>plo-broker</SoftwareName><SoftwareVersion>{escaped(software_version)}"
        "</SoftwareVersion>"
    )


@lru_cache(maxsize=8)
def _in_oslo(second: int) -> str:
    """A second since 1970, written with the time zone of Oslo; thousands of messages come in the same one."""
    return datetime.fromtimestamp(second, OSLO).isoformat()


def _type(envelope: Envelope, answer: Answer) -> str:
    """The type as the message names it; an epikrise need not."""
    given, name = envelope.type_v, envelope.type_dn
    return _named(_short(given or answer.unnamed or given), _short(name))


def _short(given: str | None) -> str | None:
    return given if given is None or len(given) <= LONGEST_TYPE else ""


@lru_cache(maxsize=64)
def _named(type_: str | None, name: str | None) -> str:
    return attribute("V", type_) + attribute("DN", name)


def _issue_date(envelope: Envelope, now: str) -> str:
    """The original's GenDate as given; where it is no xs:dateTime, the nearest that is."""
    if _DATE_TIME.fullmatch(envelope.gen_date):
        try:
            datetime.fromisoformat(envelope.gen_date)
            return envelope.gen_date
        except ValueError:
            pass  # no such day or hour
    return now if envelope.sent_at is None else envelope.sent_at.isoformat(timespec="seconds")


def _errors(errors: Sequence[Problem]) -> str:
    return "".join([_error(code, text) for code, text in told(errors)]) if errors else ""


def told(errors: Sequence[Problem]) -> list[tuple[str, str]]:
    """Code (8221) and text of each Error that an AppRec has for these problems."""
    shown = errors if len(errors) <= MOST_ERRORS else errors[: MOST_ERRORS - 1]
    lines = [(problem.apprec, _sentence(problem)) for problem in shown]
    if len(shown) < len(errors):
        lines.append((errors[-1].apprec, f"Og {len(errors) - len(shown)} feil til."))
    return lines


def _error(code: str, text: str) -> str:
    known = attribute("DN", APPREC_FEIL.get(code))
    return f'<Error V="{code}" S="{APPREC_FEIL_OID}"{known}{attribute("OT", text)}/>'


def _sentence(problem: Problem) -> str:
    line = f"linje {problem.line}" if problem.line else ""
    place = ", ".join(part for part in (problem.path, line) if part)
    return f"{problem.text} ({place})" if place else problem.text
