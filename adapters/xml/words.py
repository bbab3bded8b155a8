"""What the XSD's datatypes are called when one speaks to the person who has to correct the message."""

from xmlschema.validators import XsdComplexType, XsdSimpleType, XsdType, XsdUnion

_XSD = "{http://www.w3.org/2001/XMLSchema}"

_DATATYPES: dict[str, str] = {
    "dateTime": "dato og klokkeslett, for eksempel 2026-02-12T14:05:00",
    "date": "dato (ÅÅÅÅ-MM-DD), for eksempel 2026-02-12",
    "time": "klokkeslett, for eksempel 14:05:00",
    "gYear": "årstall, for eksempel 2026",
    "gYearMonth": "år og måned, for eksempel 2026-02",
    "boolean": "true eller false",
    "integer": "et helt tall",
    "nonNegativeInteger": "et helt tall, 0 eller større",
    "positiveInteger": "et helt tall, 1 eller større",
    "int": "et helt tall",
    "decimal": "et tall, med punktum foran desimalene",
    "double": "et tall, med punktum foran desimalene",
    "anyURI": "en adresse (URI)",
    "base64Binary": "base64-kodet innhold",
    "ID": "en id som begynner med en bokstav og bare brukes én gang i meldingen",
    "IDREF": "en id som finnes i meldingen",
    "NMTOKEN": "ett ord uten mellomrom",
    "token": "tekst uten linjeskift",
    "string": "tekst",
}
_POINT_IN_TIME = "dato, eventuelt med klokkeslett: 2026-02-12 eller 2026-02-12T14:05:00"
_OID = "en OID: tall med punktum mellom, for eksempel 2.16.578.1.12.4.1.1.9051"
_PATTERNS: dict[str, str] = {
    r"(\d+\.?)*\d+": _OID,
    r"\d+(\.\d+)*": _OID,
    "true|false": _DATATYPES["boolean"],
    "false|true": _DATATYPES["boolean"],
}


def of_type(declared: object) -> str:
    """The datatype of an element or attribute declaration, in words."""
    if isinstance(declared, XsdComplexType):
        declared = declared.content
    if isinstance(declared, XsdUnion):
        return _of_union([_builtin(member) for member in declared.member_types])
    return _DATATYPES.get(_builtin(declared), "") if isinstance(declared, XsdSimpleType) else ""


def of_patterns(regexps: list[str]) -> str:
    """A pattern facet in words; the pattern itself where we have none."""
    return " eller ".join(_PATTERNS.get(regexp, f"tekst etter mønsteret {regexp}") for regexp in regexps)


def _of_union(names: list[str]) -> str:
    if {"date", "dateTime"} <= set(names):
        return _POINT_IN_TIME
    return " eller ".join(filter(None, (_DATATYPES.get(name, "") for name in names)))


def _builtin(declared: XsdType | None) -> str:
    """Name of the built-in datatype that a type restricts, "" where there is none."""
    while declared is not None and not (declared.name or "").startswith(_XSD):
        declared = declared.base_type
    return (declared.name or "").removeprefix(_XSD) if declared is not None else ""
