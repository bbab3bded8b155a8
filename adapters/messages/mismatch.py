"""What a message says that it is and is not, told so that its sender knows what to change."""

from collections.abc import Iterable
from dataclasses import replace

from adapters.errors import Problem
from adapters.messages.reading import Element
from adapters.messages.refusals import DISAGREES, NOT_KNOWN
from adapters.messages.row import Row
from adapters.xml import kinds
from adapters.xml.names import one_of, path, word
from adapters.xml.strangers import meant, misnamed, namesakes
from schemas.codes import MELDINGSNAVN

_ROOTS = "mh:MsgHead, e:Message eller ar:AppRec"


def unknown_root(root: Element, known: Iterable[str]) -> Problem:
    """A root that is none of `known`: of another namespace, or of something else altogether."""
    about = replace(NOT_KNOWN, path=path(root), line=root.sourceline or 0)
    roots = list(known)
    alike = meant(root.tag, roots)
    if alike:
        return _as_told(about, "Filen er ikke en melding vi kjenner.", misnamed(root, alike))
    told = replace(about, expected=_ROOTS, found=kinds.named(root.tag))
    if not namesakes(root.tag, roots):
        return told
    text = f"«{word(root.tag)}» er fra en annen standard: meldingstypen støttes ikke av mottakeren."
    return replace(told, text=text, expected=f"en meldingstype som mottakeren støtter: {_ROOTS}")


def unknown_payload(payload: Element, message_type: str, known: Iterable[str]) -> Problem:
    """A structured part that is none of `known`; `message_type` is what the head says, a value of 8279."""
    name = MELDINGSNAVN.get(message_type)
    about = f"{name} ({message_type})" if name else "Meldingen"
    line, place = payload.sourceline or 0, path(payload)
    problem = Problem("type.unknown", "T10", "", place, line)
    alike = meant(payload.tag, known)
    if alike:
        return _as_told(problem, f"{about} kan ikke leses.", misnamed(payload, alike))
    text = f"{about} har et innhold eller en versjon som ikke støttes av mottakeren: «{word(payload.tag)}»."
    expected = "en meldingstype og versjon som mottakeren støtter"
    return replace(problem, text=text, expected=expected, found=kinds.named(payload.tag))


def disagreement(root: Element, payload: Element, row: Row, message_type: str, chosen: str | None) -> Problem:
    """The head says one type, and the structured part is of another.

    message_type: of the head, one that we know (8279) or empty; chosen: what the structured part is, where it
    may be of several types.
    """
    expected = one_of([chosen] if chosen else list(row.types))
    content = f"«{word(payload.tag)}» ({row.name} {row.version})"
    said = f"er {message_type}" if message_type else "er ikke en av dem som tas imot"
    advice = f"Sett Type/@V til {expected}, eller bytt innholdet."
    text = f"Meldingstypen {said}, men innholdet er {content}. {advice}"
    place = root.find("{*}Type" if root is payload else "{*}MsgInfo/{*}Type")
    at = root if place is None else place
    found = message_type or kinds.text(at.get("V"))
    return replace(
        DISAGREES, text=text, path=path(at), line=at.sourceline or 0, expected=expected, found=found
    )


def _as_told(problem: Problem, begins: str, told: Problem) -> Problem:
    return replace(problem, text=f"{begins} {told.text}", expected=told.expected, found=told.found)
