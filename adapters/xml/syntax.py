"""Why a file is not well-formed XML, where, and what to do about it.

Of libxml2's own texts, which quote the file, only numbers of lines are taken: in a file that is no XML even
what looks like the name of an element may be a person's, as after a lone <.
"""

import re
from typing import Final

from lxml import etree

from adapters.errors import Problem

_LONE_AMPERSAND = ("et & står alene", "Skriv & som &amp; i tekst og attributter.")
_LONE_LESS = ("et < står alene, eller et navn begynner ulovlig", "Skriv < som &lt; i tekst.")
_QUOTES = ("en attributtverdi mangler anførselstegn", "Sett verdien mellom to like anførselstegn.")
_CHARACTER = ("her står et tegn som ikke er tillatt i XML", "Fjern tegnet; ofte er det et styretegn.")
_CUT_OFF = ("filen slutter før alle elementer er lukket", "Send hele filen; ofte er den avkortet.")
_DECLARATION = ("XML-deklarasjonen er feil, eller står ikke først", "Skriv den helt først, eller fjern den.")
_NAMESPACE = ("et navneromsprefiks er ikke erklært", "Legg til xmlns for prefikset.")

# Codes of libxml2's xmlParserErrors -> what is wrong, and what to do.
_REASONS: Final = {
    4: ("filen er tom eller begynner ikke med et element", "Send hele meldingen, og bare den."),
    5: ("det står noe etter at meldingen er slutt", "Fjern det: én fil er én melding."),
    6: _CHARACTER,
    7: _CHARACTER,
    8: _CHARACTER,
    9: _CHARACTER,
    23: _LONE_AMPERSAND,
    31: _DECLARATION,
    33: _DECLARATION,
    38: ("en attributtverdi har et <", "Skriv < som &lt;."),
    39: _QUOTES,
    40: _QUOTES,
    41: ("et attributt har ingen verdi", "Gi det en verdi i anførselstegn, eller fjern det."),
    42: ("et attributt står to ganger på samme element", "Fjern det ene."),
    56: _DECLARATION,
    57: _DECLARATION,
    62: ("en tekst har ]]>", "Skriv > som &gt;."),
    63: _CUT_OFF,
    64: _DECLARATION,
    65: ("det mangler mellomrom mellom to attributter", "Sett inn et mellomrom."),
    68: _LONE_LESS,
    73: ("et element er ikke avsluttet med >", "Sett inn >, eller send hele filen om den er avkortet."),
    76: ("et element er åpnet, men ikke lukket", "Lukk elementene i motsatt rekkefølge av den de åpnes i."),
    77: _CUT_OFF,
    80: ("en kommentar har to bindestreker inne i seg", "Fjern den ene."),
    110: ("et navn er for langt", "Rett navnet."),
    200: ("et navneromsprefiks er erklært uten navnerom", "Skriv navnerommet i xmlns."),
    201: _NAMESPACE,
}
_OTHER: Final = ("reglene for XML er brutt", "Se hva som står der.")

_NO_NAME = "xmlParseEntityRef"
_OPENED = re.compile(r"(?:Opening and ending tag mismatch:|Premature end of data in tag) \S+ line (\d+)")


def not_well_formed(error: etree.XMLSyntaxError) -> Problem:
    """T01, with line and column."""
    line, column = error.position
    reason, advice = _reason(error.code, error.msg or "")
    text = f"Filen er ikke velformet XML: {reason} (linje {line}, kolonne {column}). {advice}"
    return Problem("xml.not_well_formed", "T01", text, line=line, found=reason)


def _reason(code: int, told: str) -> tuple[str, str]:
    if code == 68 and told.startswith(_NO_NAME):
        return _LONE_AMPERSAND
    reason, advice = _REASONS.get(code, _OTHER)
    if opened := _OPENED.match(told):
        return f"elementet som åpnes på linje {opened[1]}, er ikke lukket", advice
    return reason, advice
