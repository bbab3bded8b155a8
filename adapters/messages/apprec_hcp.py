"""Addresses in an AppRec, mirrored exactly, wrong values too (HITS 1168:2016 §6 and §11).

Strings rather than a tree: it is on the way of every answer, and a tree costs six times as much.
"""

import re
from functools import lru_cache

from adapters.messages.address import Address, Ident, Unit

_MARKUP = re.compile(r"[&<>\"\r\n\t]")
_ESCAPED = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;", "\n": "&#10;", "\t": "&#9;"}
)


@lru_cache(maxsize=2048)  # an address is the same object as long as it is remembered (addresses.py)
def mirrored(address: Address) -> str:
    """HCP of an address, as given; the same in both versions."""
    unit = address.unit
    names = f"{element('Name', unit.name)}{_main(unit.ident)}"
    depts = "".join(_whole(below) for below in address.below if below.kind == "Dept")
    persons = "".join(_whole(below) for below in address.below if below.kind == "HCPerson")
    return f"<HCP><{unit.kind}>{names}{depts}{_more(unit)}{persons}</{unit.kind}></HCP>"


def escaped(text: str) -> str:
    """`text` as it may stand in an element or between double quotes."""
    return text.translate(_ESCAPED) if _MARKUP.search(text) else text


def element(name: str, text: str | None) -> str:
    """An element of text; nothing for None."""
    return "" if text is None else f"<{name}>{escaped(text)}</{name}>"


def attribute(name: str, value: str | None) -> str:
    """An attribute with the blank before it; nothing for None."""
    return "" if value is None else f' {name}="{escaped(value)}"'


def _whole(unit: Unit) -> str:
    inside = f"{element('Name', unit.name)}{_main(unit.ident)}{_more(unit)}"
    return f"<{unit.kind}>{inside}</{unit.kind}>"


def _main(ident: Ident | None) -> str:
    if ident is None:
        return ""
    return f"{element('Id', ident.id)}<TypeId{_type(ident)}/>"


def _more(unit: Unit) -> str:
    return "".join(
        f"<AdditionalId><Id>{escaped(ident.id or '')}</Id><Type{_type(ident)}/></AdditionalId>"
        for ident in unit.more
    )


def _type(ident: Ident) -> str:
    return attribute("V", ident.type) + attribute("DN", ident.dn)
