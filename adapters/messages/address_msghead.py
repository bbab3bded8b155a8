"""Addresses of a hodemelding: Organisation, and below it Organisation or HealthcareProfessional."""

from adapters.messages.address import Address, Ident, Unit, UnitKind, unit_of
from adapters.messages.namespaces import MSGHEAD, tag
from adapters.messages.reading import Element, child, ident_of, text_of

_ORGANISATION, _PROFESSIONAL = tag(MSGHEAD, "Organisation"), tag(MSGHEAD, "HealthcareProfessional")
_IDENT, _ID, _TYPE_ID = tag(MSGHEAD, "Ident"), tag(MSGHEAD, "Id"), tag(MSGHEAD, "TypeId")
_NAME = tag(MSGHEAD, "OrganisationName")
_NAMES = tuple(tag(MSGHEAD, name) for name in ("GivenName", "MiddleName", "FamilyName"))


def party(element: Element) -> Address | None:
    """Sender, Receiver or OtherReceiver; None when nothing of an address can be read."""
    organisation, person = child(element, _ORGANISATION), child(element, _PROFESSIONAL)
    if organisation is not None:
        found = Address(_organisation(organisation, "Inst"), _below(organisation))
    elif person is not None:
        found = Address(_person(person, "HCProf"))
    else:
        return None
    return None if found.is_empty else found


def _below(organisation: Element) -> tuple[Unit, ...]:
    """Level 2. Who signs for a service is not mirrored (HITS 1168 §6, test 6)."""
    service, person = child(organisation, _ORGANISATION), child(organisation, _PROFESSIONAL)
    if service is not None:
        return (_organisation(service, "Dept"),)
    return () if person is None else (_person(person, "HCPerson"),)


def _organisation(element: Element, kind: UnitKind) -> Unit:
    name = child(element, _NAME)
    return unit_of(kind, None if name is None else name.text or "", _idents(element))


def _person(element: Element, kind: UnitKind) -> Unit:
    names = [name for part in _NAMES if (name := text_of(child(element, part)))]
    return unit_of(kind, " ".join(names) or None, _idents(element))


def _idents(element: Element) -> list[Ident]:
    return [ident_of(child(i, _ID), child(i, _TYPE_ID)) for i in element if i.tag == _IDENT]
