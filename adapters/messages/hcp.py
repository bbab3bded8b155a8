"""Addresses of the form HCP/Inst/{Dept, HCPerson} or HCP/HCProf: epikrise and AppRec have the same."""

from adapters.messages.address import Address, Ident, Unit, UnitKind, unit_of
from adapters.messages.reading import Element, child, ident_of


def party(element: Element) -> Address | None:
    """The address below Sender, Receiver, ServProvider, Requester or CopyDest.

    None when nothing of an address can be read. Names are taken in the element's own namespace.
    """
    ns = namespace(element)
    hcp = child(element, f"{ns}HCP")
    inst, person = child(hcp, f"{ns}Inst"), child(hcp, f"{ns}HCProf")
    if inst is not None:
        found = Address(_unit(inst, "Inst", ns), _below(inst, ns))
    elif person is not None:
        found = Address(_unit(person, "HCProf", ns))
    else:
        return None
    return None if found.is_empty else found


def namespace(element: Element) -> str:
    """`{namespace}` of the element, to put before a name."""
    whole: str = element.tag
    return whole[: whole.rindex("}") + 1]


def _below(inst: Element, ns: str) -> tuple[Unit, ...]:
    levels: tuple[UnitKind, UnitKind] = ("Dept", "HCPerson")
    return tuple(_unit(each, kind, ns) for kind in levels for each in inst.iterchildren(ns + kind))


def _unit(element: Element, kind: UnitKind, ns: str) -> Unit:
    name = child(element, f"{ns}Name")
    return unit_of(kind, None if name is None else name.text or "", _idents(element, ns))


def _idents(element: Element, ns: str) -> list[Ident]:
    id_, type_id = child(element, f"{ns}Id"), child(element, f"{ns}TypeId")
    main = [] if id_ is None and type_id is None else [ident_of(id_, type_id)]
    others = element.iterchildren(f"{ns}AdditionalId")
    return main + [ident_of(child(other, f"{ns}Id"), child(other, f"{ns}Type")) for other in others]
