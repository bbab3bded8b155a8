"""Pasientlogistikk 1.6 (HIS 1149:2014): one root, five messages, told apart by the element chosen."""

from collections.abc import Callable
from types import MappingProxyType

from adapters.messages.namespaces import PO_16, plo, tag
from adapters.messages.reading import Element, child, children, code_of
from adapters.messages.sheet import Sheet, moment_of, optional_code
from schemas import codes
from schemas.events import (
    DodsfallMeldt,
    PasientInnlagt,
    PasientUtskrevet,
    PasientUtskrivningsklar,
    PatientEvent,
    UtskrivningsklarAvmeldt,
)
from schemas.tid import Tidspunkt

Moments = dict[str, Tidspunkt]
"""Hendelsekode (9121) -> when."""

_HENDELSE, _KODE = tag(PO_16, "TidsfestetHendelse"), tag(PO_16, "Hendelsekode")
_TIDSPUNKT, _UTSKREVET_TIL = tag(PO_16, "TidspunktForHendelse"), tag(PO_16, "UtskrevetTil")
_UTTILSTAND, _UT_TIL = tag(PO_16, "Uttilstand"), tag(PO_16, "UtTil")


def _chosen(name: str) -> str:
    return tag(plo("Pasientlogistikk"), name)


CHOICES: MappingProxyType[str, str] = MappingProxyType(
    {
        _chosen("MeldingInnlagtPasient"): "LOG_INNLAGT",
        _chosen("MeldingUtskrivningsklarPasient"): "LOG_UTSKRIVNINGSKLAR",
        _chosen("AvmeldingUtskrivningsklarPasient"): "LOG_AVMELDING",
        _chosen("MeldingOmUtskrevetPasient"): "LOG_UTSKREVET",
        _chosen("OrienteringOmDod"): "LOG_DOD",
    }
)
"""Element chosen in the root -> the message type that goes with it."""


def choice(payload: Element) -> Element | None:
    """The element chosen: the last child of the root that is one."""
    for each in reversed(payload):
        if each.tag in CHOICES:
            return each
    return None


def read(sheet: Sheet) -> PatientEvent:
    """The event of a Pasientlogistikk that the schema and the table have let through."""
    chosen = choice(sheet.payload)
    if chosen is None:
        raise ValueError("Pasientlogistikk without a choice")
    return _READERS[CHOICES[chosen.tag]](sheet, chosen)


def _moments(chosen: Element, alone: str = "") -> Moments:
    """The first time of each event; an event without a code counts as `alone`, the one expected."""
    found: Moments = {}
    for hendelse in chosen:
        if hendelse.tag == _HENDELSE:
            parts = children(hendelse)
            kode, moment = code_of(parts.get(_KODE)) or alone, moment_of(parts.get(_TIDSPUNKT))
            if kode and moment:
                found.setdefault(kode, moment)
    return found


def _ready(moments: Moments) -> Tidspunkt | None:
    """Code 5 means the same to those who use it (pitfalls.md §8)."""
    return moments.get(codes.UTSKRIVNINGSKLAR) or moments.get(codes.FORVENTET_UTSKRIVNINGSKLAR)


def _innlagt(sheet: Sheet, chosen: Element) -> PasientInnlagt:
    moment = _moments(chosen, codes.INNLAGT).get(codes.INNLAGT)
    newborn = sheet.is_birthday(moment)
    return PasientInnlagt(innlagt=moment, fodselsdag=newborn, **sheet.fields("pasient_innlagt.v1"))


def _utskrivningsklar(sheet: Sheet, chosen: Element) -> PasientUtskrivningsklar:
    moments = _moments(chosen)
    return PasientUtskrivningsklar(
        innlagt=moments.get(codes.INNLAGT),
        utskrivningsklar=_ready(moments),
        **sheet.fields("pasient_utskrivningsklar.v1"),
    )


def _avmeldt(sheet: Sheet, chosen: Element) -> UtskrivningsklarAvmeldt:
    moments = _moments(chosen)
    return UtskrivningsklarAvmeldt(
        innlagt=moments.get(codes.INNLAGT),
        utskrivningsklar=_ready(moments),
        avmeldt=moments.get(codes.AVMELDT),
        **sheet.fields("utskrivningsklar_avmeldt.v1"),
    )


def _utskrevet(sheet: Sheet, chosen: Element) -> PasientUtskrevet:
    where = children(child(chosen, _UTSKREVET_TIL))
    return PasientUtskrevet(
        utskrevet=_moments(chosen, codes.UTSKREVET).get(codes.UTSKREVET),
        uttilstand=optional_code(where.get(_UTTILSTAND)),
        ut_til=optional_code(where.get(_UT_TIL)),
        **sheet.fields("pasient_utskrevet.v1"),
    )


def _dod(sheet: Sheet, chosen: Element) -> DodsfallMeldt:
    moment = _moments(chosen, codes.DOD).get(codes.DOD)
    return DodsfallMeldt(dod=moment, **sheet.fields("dodsfall_meldt.v1"))


_READERS: MappingProxyType[str, Callable[[Sheet, Element], PatientEvent]] = MappingProxyType(
    {
        "LOG_INNLAGT": _innlagt,
        "LOG_UTSKRIVNINGSKLAR": _utskrivningsklar,
        "LOG_AVMELDING": _avmeldt,
        "LOG_UTSKREVET": _utskrevet,
        "LOG_DOD": _dod,
    }
)
