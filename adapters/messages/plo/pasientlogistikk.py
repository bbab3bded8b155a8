"""Pasientlogistikk (HIS 1149:2014): one root, five messages, in 2.0 six, told apart by what was chosen."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from adapters.messages.namespaces import tag
from adapters.messages.plo.deler import found_in
from adapters.messages.plo.edition import Edition
from adapters.messages.plo.hendelser import moments, ready
from adapters.messages.reading import Element, child, children
from adapters.messages.sheet import Sheet, optional_code
from schemas import codes
from schemas.events import (
    DodsfallMeldt,
    MottakAvklart,
    PasientInnlagt,
    PasientUtskrevet,
    PasientUtskrivningsklar,
    PatientEvent,
    UtskrivningsklarAvmeldt,
)

_ELDRE: Final = 67  # years, from which the national indicator of readmissions counts (rules.md R-U32)


class _Choice(NamedTuple):
    """What the element chosen means.

    Attributes:
        type_: of 8279; empty where that has none.
        event: makes the event.
        type_of_event: its name.
        fields: what it tells beyond what all events do.
    """

    type_: str
    event: type[PatientEvent]
    type_of_event: str
    fields: Callable[[Sheet, Element, Edition], dict[str, Any]]


def _innlagt(sheet: Sheet, chosen: Element, edition: Edition) -> dict[str, Any]:
    moment = moments(_hendelser(chosen, edition), edition, codes.INNLAGT).get(codes.INNLAGT)
    age = {"fodselsdag": sheet.is_birthday(moment), "fylt_67": sheet.has_turned(_ELDRE)}
    return {"innlagt": moment, **age}


def _utskrivningsklar(_sheet: Sheet, chosen: Element, edition: Edition) -> dict[str, Any]:
    found = moments(_hendelser(chosen, edition), edition)
    return {"innlagt": found.get(codes.INNLAGT), "utskrivningsklar": ready(found)}


def _avmeldt(_sheet: Sheet, chosen: Element, edition: Edition) -> dict[str, Any]:
    found = moments(_hendelser(chosen, edition), edition)
    told = {"innlagt": found.get(codes.INNLAGT), "utskrivningsklar": ready(found)}
    return {**told, "avmeldt": found.get(codes.AVMELDT)}


def _utskrevet(_sheet: Sheet, chosen: Element, edition: Edition) -> dict[str, Any]:
    where = children(child(chosen, edition.utskrevet_til))
    found = moments(_hendelser(chosen, edition), edition, codes.UTSKREVET)
    return {
        "utskrevet": found.get(codes.UTSKREVET),
        "uttilstand": optional_code(where.get(edition.uttilstand)),
        "ut_til": optional_code(where.get(edition.ut_til)),
    }


def _dod(_sheet: Sheet, chosen: Element, edition: Edition) -> dict[str, Any]:
    return {"dod": moments(_hendelser(chosen, edition), edition, codes.DOD).get(codes.DOD)}


def _mottak(_sheet: Sheet, chosen: Element, edition: Edition) -> dict[str, Any]:
    given = (edition.moment(child(each, edition.tidspunkt)) for each in _hendelser(chosen, edition))
    return {"tidspunkter": tuple(moment for moment in given if moment)}


def _hendelser(chosen: Element, edition: Edition) -> list[Element]:
    return [each for each in chosen if each.tag == edition.hendelse]


_CHOICES: Mapping[str, _Choice] = MappingProxyType(
    {
        "MeldingInnlagtPasient": _Choice("LOG_INNLAGT", PasientInnlagt, "pasient_innlagt.v1", _innlagt),
        "MeldingUtskrivningsklarPasient": _Choice(
            "LOG_UTSKRIVNINGSKLAR", PasientUtskrivningsklar, "pasient_utskrivningsklar.v1", _utskrivningsklar
        ),
        "AvmeldingUtskrivningsklarPasient": _Choice(
            "LOG_AVMELDING", UtskrivningsklarAvmeldt, "utskrivningsklar_avmeldt.v1", _avmeldt
        ),
        "MeldingOmUtskrevetPasient": _Choice(
            "LOG_UTSKREVET", PasientUtskrevet, "pasient_utskrevet.v1", _utskrevet
        ),
        "OrienteringOmDod": _Choice("LOG_DOD", DodsfallMeldt, "dodsfall_meldt.v1", _dod),
        "TilbakemeldingUtskrivningsklarPasient": _Choice("", MottakAvklart, "mottak_avklart.v1", _mottak),
    }
)
TYPES = tuple(choice.type_ for choice in _CHOICES.values() if choice.type_)
"""Values of 8279 that go with a Pasientlogistikk."""


@dataclass(frozen=True, slots=True)
class Pasientlogistikk:
    """The reader of one version.

    Attributes:
        choices: name of the element chosen -> what it means.
    """

    edition: Edition
    choices: Mapping[Any, _Choice]

    @classmethod
    def of(cls, edition: Edition, namespace: str) -> "Pasientlogistikk":
        """The version whose messages have this namespace."""
        return cls(edition, {tag(namespace, name): choice for name, choice in _CHOICES.items()})

    def type_of(self, payload: Element) -> str | None:
        """The type of 8279 that was chosen; empty where it has none, None when nothing was."""
        chosen = self._chosen(payload)
        return None if chosen is None else self.choices[chosen.tag].type_

    def read(self, sheet: Sheet) -> PatientEvent:
        """The event of a Pasientlogistikk that the schema and the table have let through."""
        chosen = self._chosen(sheet.payload)
        if chosen is None:
            raise ValueError("Pasientlogistikk without a choice")
        choice = self.choices[chosen.tag]
        told = sheet.fields(choice.type_of_event) | choice.fields(sheet, chosen, self.edition)
        told["deler"] = self._deler(sheet)
        return choice.event.model_validate(told)

    def _deler(self, sheet: Sheet) -> tuple[str, ...]:
        """The parts that are there, sorted; of a kansellering none."""
        if sheet.cancelled:
            return ()
        felles = child(sheet.payload, self.edition.felles)
        where = sheet.payload if felles is None else felles
        return tuple(sorted(found_in(where, self.edition.logistikk)))

    def _chosen(self, payload: Element) -> Element | None:
        """The last child of the root that is a choice."""
        for each in reversed(payload):
            if each.tag in self.choices:
                return each
        return None
