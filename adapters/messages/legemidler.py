"""Structured medicines, Legemiddelinfo, as an event may tell them: counted, and as keyed hashes.

One Legemiddelinfo is one medicine (messages.md §3.4). What it must have is asked as rules.md R-U04 asks.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from adapters.messages import legemiddelnavn
from adapters.messages.keyed import keyed_hash
from adapters.messages.namespaces import EPJ3, tag
from adapters.messages.reading import Element, text_of, value_of
from schemas.codes import SEPONERING

_FORSKRIVNING, _INFO = tag(EPJ3, "ForenkletForskrivning"), tag(EPJ3, "Forskrivningsinfo")
_STATUS, _MERKNAD = tag(EPJ3, "StatusTilForskrivningen"), tag(EPJ3, "Merknad")
_NAVN, _NR, _ATC = tag(EPJ3, "Navn"), tag(EPJ3, "Nr"), tag(EPJ3, "Atc")
_DOSERING, _STYRKE, _BRUK = tag(EPJ3, "DosVeiledEnkel"), tag(EPJ3, "Styrke"), tag(EPJ3, "Bruk")

_LONGEST_NAME, _NAMES = 100, 4096
"""Which medicines are remembered, and how many: a few hundred are in nearly every message."""

_Legemiddel = Mapping[Any, Element]
"""What is told of one medicine, by name."""


def nokkel(text: str, key: bytes) -> str:
    """A medicine's name or ATC as a keyed hash, 32 hex digits; its case and its blanks mean nothing."""
    return _remembered(text, key) if len(text) <= _LONGEST_NAME else _hash(text, key)


def navn_nokkel(text: str, key: bytes) -> str:
    """A medicine's name alone as such a hash: without strength, form and signs; empty: nothing is left."""
    return _by_name(text, key) if len(text) <= _LONGEST_NAME else _name_hash(text, key)


def structured(payloads: Sequence[Element], key: bytes) -> dict[str, Any]:
    """The fields of schemas.legemidler.MedLegemidler that Legemiddelinfo tells, in `payloads` together."""
    named = seponerte = 0
    known_by: dict[str, set[str]] = {name: set() for name in ("brukes", "seponert")}
    called: dict[str, set[str]] = {name: set() for name in ("brukes", "seponert")}
    uten: set[str] = set()
    for payload in payloads:
        for forskrivning in payload.iter(_FORSKRIVNING):
            given = _legemiddel(forskrivning)
            navn, atc = text_of(given.get(_NAVN)), value_of(given.get(_ATC))
            use = "seponert" if value_of(given.get(_STATUS)) == SEPONERING else "brukes"
            known_by[use].add(atc or navn)
            called[use].add(navn)
            if use == "seponert":
                seponerte += 1
            else:
                named += bool(navn)
                uten.update(_lacks(given, navn, atc))
    return {
        "legemidler": named,
        "seponerte": seponerte,
        "legemidler_uten": tuple(sorted(uten)),
        **{use: _keys(nokkel, texts, key) for use, texts in known_by.items()},
        **{f"{use}_navn": _keys(navn_nokkel, texts, key) for use, texts in called.items()},
    }


def _legemiddel(forskrivning: Element) -> _Legemiddel:
    given = {each.tag: each for each in forskrivning}
    for each in given.get(_INFO, ()):
        given[each.tag] = each
    return given


def _keys(hashed: Callable[[str, bytes], str], texts: set[str], key: bytes) -> tuple[str, ...]:
    return tuple(sorted({found for text in texts if text and (found := hashed(text, key))}))


def _lacks(given: _Legemiddel, navn: str, atc: str) -> list[str]:
    """What R-U04 asks of a medicine in use and does not find."""
    lacking = [] if navn else ["navn"]
    if not (text_of(given.get(_DOSERING)) or text_of(given.get(_MERKNAD))):
        lacking.append("dosering")
    if not (value_of(given.get(_STYRKE)) or atc or text_of(given.get(_NR))):
        lacking.append("styrke")
    bruk = given.get(_BRUK)
    if bruk is None or not (value_of(bruk) or (bruk.get("DN") or "").strip()):
        lacking.append("bruk")
    return lacking


def _hash(text: str, key: bytes) -> str:
    plain = "".join(text.casefold().split())
    return keyed_hash("legemiddel", plain, key)[:32]


def _name_hash(text: str, key: bytes) -> str:
    name = legemiddelnavn.plain(text)
    return _hash(name, key) if name else ""


_remembered = lru_cache(maxsize=_NAMES)(_hash)
_by_name = lru_cache(maxsize=_NAMES)(_name_hash)
