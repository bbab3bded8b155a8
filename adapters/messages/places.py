"""Where in the message a fault of the head or the payload is, and what kind of thing stands there.

The faults of acceptance.py are told the same of every message; here each gets its place in the one at hand.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from lxml import etree

from adapters.errors import Problem
from adapters.messages.reading import Element
from adapters.xml import kinds
from adapters.xml.names import path

Kind = Callable[[Element], str]

_NOTHING: Final = "ingenting"


def _text(element: Element) -> str:
    return kinds.text(element.text)


def _value(element: Element) -> str:
    return kinds.text(element.get("V"))


def _name(element: Element) -> str:
    return kinds.named(element.tag)


def _children(element: Element) -> str:
    return kinds.several(dict.fromkeys(child.tag for child in element.iterchildren(etree.Element)))


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a fault can be.

    Attributes:
        steps: in a hodemelding, an epikrise, an AppRec; the first that is there.
        kind: tells what stands there.
        around: where it should have been, when none of `steps` is there.
        attribute: the fault is in this one.
    """

    steps: tuple[str, ...]
    kind: Kind
    around: tuple[str, ...] = ("{*}MsgInfo", "{*}ServRprt", ".")
    attribute: str | None = None


_CONTENT = "{*}Document/{*}RefDoc/{*}Content"
_PLACES: Final[Mapping[str, _Place]] = MappingProxyType(
    {
        "msgid": _Place(("{*}MsgInfo/{*}MsgId", "{*}MsgId", "{*}Id"), _text, ("{*}MsgInfo", ".")),
        "sender": _Place(("{*}MsgInfo/{*}Sender", "{*}ServRprt/{*}ServProvider", "{*}Sender"), _children),
        "receiver": _Place(("{*}MsgInfo/{*}Receiver", "{*}ServRprt/{*}Requester", "{*}Receiver"), _children),
        "patient": _Place(("{*}MsgInfo/{*}Patient", "{*}ServRprt/{*}Patient"), _children),
        "status": _Place(
            (f"{_CONTENT}//{{*}}Forsendelsesstatus", "{*}ServRprt/{*}ServType"),
            _value,
            (f"{_CONTENT}/*", "{*}ServRprt", "."),
            "V",
        ),
        "apprec": _Place(("{*}OriginalMsgId",), _children, (".",)),
        "type.no_payload": _Place((_CONTENT, "{*}Document/{*}RefDoc", "{*}Document"), _children, (".",)),
        "type.patient_report": _Place(("{*}PatientReport",), _name),
        "signature": _Place(("{*}Signature",), _name),
        "certificate": _Place(("{*}Signature",), _name),
    }
)
"""Our code, or the first word of it -> where to look."""


def placed(root: Element, problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The same problems, each with path, line and what was found where it has none of its own."""
    return tuple(_placed(root, problem) for problem in problems)


def _placed(root: Element, problem: Problem) -> Problem:
    place = _PLACES.get(problem.code) or _PLACES.get(problem.code.partition(".")[0])
    if place is None or problem.line:
        return problem
    here = next(_found(root, place.steps), None)
    at = next(_found(root, place.around), root) if here is None else here
    return replace(
        problem,
        path=problem.path or path(at, None if here is None else place.attribute),
        line=at.sourceline or 0,
        found=problem.found or (_NOTHING if here is None else place.kind(here)),
    )


def _found(root: Element, steps: Iterable[str]) -> Iterator[Element]:
    return (found for step in steps if (found := root.find(step)) is not None)
