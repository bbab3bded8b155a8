"""TidsfestetHendelse: what happened when, told apart by Hendelsekode (9121) or, without one, by its text."""

from collections.abc import Iterable

from adapters.messages.plo.edition import Edition
from adapters.messages.reading import Element, child, code_of, text_of
from schemas import codes
from schemas.tid import Tidspunkt

Moments = dict[str, Tidspunkt]
"""Hendelsekode (9121) -> when."""

_TEXTS = {codes.INNLAGT: "innlagt dato", codes.UTSKREVET: "utskrevet dato"}
"""How the official utskrivningsrapporter, which have no code, begin (pitfalls.md §5)."""


def moments(hendelser: Iterable[Element | None], edition: Edition, alone: str = "") -> Moments:
    """The first time of each event; an event without a code counts as `alone`, the one expected."""
    found: Moments = {}
    for hendelse in hendelser:
        parts = {} if hendelse is None else {each.tag: each for each in hendelse}
        kode = code_of(parts.get(edition.kode)) or alone or _by_text(text_of(parts.get(edition.beskrivelse)))
        if kode and kode not in found and (moment := edition.moment(parts.get(edition.tidspunkt))):
            found[kode] = moment
    return found


def of_stay(payload: Element, edition: Edition) -> Moments:
    """The events of OpplysningOpphold."""
    stays = payload.iterchildren(edition.opphold)
    return moments((child(each, edition.hendelse) for each in stays), edition)


def ready(found: Moments) -> Tidspunkt | None:
    """When the patient is or will be utskrivningsklar; code 5 means that too (pitfalls.md §8)."""
    return found.get(codes.UTSKRIVNINGSKLAR) or found.get(codes.FORVENTET_UTSKRIVNINGSKLAR)


def _by_text(text: str) -> str:
    plain = text.casefold()
    return next((kode for kode, start in _TEXTS.items() if plain.startswith(start)), "")
