"""Dialogmelding 1.0 (HIS 80603) and 1.1 (HIS 1077): what it is about, and whether it asks or answers."""

import re
from collections.abc import Iterator
from functools import partial
from typing import Final

from lxml import etree

from adapters.messages.namespaces import DIALOG_10, DIALOG_11, FELLES, tag
from adapters.messages.phone import is_phone
from adapters.messages.reading import Element, xpath
from adapters.messages.row import Read, Row
from adapters.messages.sheet import Sheet, optional_code
from schemas.codes import KITH
from schemas.events import DialogMottatt

_INNEN_24_TIMER: Final = "3"  # 9067 Hastegrad
_KONTAKT_HOS_MOTTAKER: Final = "24"  # 9034: somebody with the receiver, who tells nothing of the sender

_LIST = re.compile(re.escape(KITH) + "([0-9]{1,4})")
_OF_SENDER = (
    "*[self::d:Notat or self::d:Foresporsel]/d:RollerRelatertNotat"
    f"[not(descendant::d:RoleToPatient[normalize-space(@V)='{_KONTAKT_HOS_MOTTAKER}'])]/descendant::"
)
_NAMES = ("FamilyName", "GivenName")
_PERSONS = " or ".join(f"boolean({_OF_SENDER}d:{name}[normalize-space()])" for name in _NAMES)


class _Paths:
    """Where one version has what; 1.1 has all that 1.0 has, and a unit beside the person."""

    def __init__(self, namespace: str) -> None:
        def path(expression: str) -> etree.XPath:
            return xpath(expression, d=namespace, fk1=FELLES)

        self.tema = path("d:Notat[1]/d:TemaKodet")
        self.foresporsel = path("(d:Foresporsel | d:Notat/d:Foresporsel)[1]/d:TypeForesp")
        self.haster = path(f"boolean(d:Foresporsel[normalize-space(d:Hastegrad/@V)='{_INNEN_24_TIMER}'])")
        self.answers = path("boolean(d:Notat/d:Foresporsel)")
        self.names_somebody = path(_PERSONS)
        self.addresses = path(f"{_OF_SENDER}fk1:TeleAddress")


def _read(paths: _Paths, sheet: Sheet) -> DialogMottatt:
    """The event of a dialogmelding that the schema has let through."""
    payload = sheet.payload
    tema, foresporsel = _first(paths.tema(payload)), _first(paths.foresporsel(payload))
    return DialogMottatt(
        tema_kodeverk=_list_of(tema),
        tema=optional_code(tema),
        foresporsel_kodeverk=_list_of(foresporsel),
        foresporsel=optional_code(foresporsel),
        haster=paths.haster(payload),
        deler=tuple(_deler(paths, payload)),
        **sheet.fields("dialog_mottatt.v1"),
    )


def _deler(paths: _Paths, payload: Element) -> Iterator[str]:
    """As in schemas.deler; in alphabetical order."""
    if paths.names_somebody(payload):
        yield "ansvarlig"
    if any(map(is_phone, paths.addresses(payload))):
        yield "kontakt"
    if paths.answers(payload):
        yield "svar"


def _first(found: list[Element]) -> Element | None:
    return found[0] if found else None


def _list_of(coded: Element | None) -> str | None:
    """Number of the code list in @S; None where it is none of the lists that go by numbers."""
    found = None if coded is None else _LIST.fullmatch((coded.get("S") or "").strip())
    return found[1] if found else None


def _row(version: str, namespace: str, *types: str) -> Row:
    read: Read = partial(_read, _Paths(namespace))
    return Row(tag(namespace, "Dialogmelding"), "Dialogmelding", version, types, read)


_IN_BOTH = ("DIALOG_FORESPORSEL", "DIALOG_SVAR", "DIALOG_NOTAT", "DIALOG_AVVIK", "DIALOG_HELSEFAGLIG")
"""Each has a standard for one version (messages.md §6), and is sent in the other as well."""

ROWS = (
    _row("1.0", DIALOG_10, *_IN_BOTH),
    _row("1.1", DIALOG_11, *_IN_BOTH, "DIALOG_STATUS_HENVISNING"),
)
"""A dialogmelding has no Forsendelsesstatus: what it says is always new."""
