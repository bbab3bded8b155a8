"""From a patient's identifiers to keyed hashes: who it is goes no further than this file.

Sources: HIS 1001:2010 (kinds of numbers); rules.md §12.7 (aliases) and §12.12 (what is enough).
"""

import re
from types import MappingProxyType
from typing import NamedTuple

from adapters.errors import Rejected
from adapters.messages.address import Ident
from adapters.messages.envelope import Patient
from adapters.messages.keyed import keyed_hash
from adapters.messages.refusals import INSUFFICIENT
from schemas.codes import FH_NUMMER
from schemas.events import PidType

PREFERENCE: tuple[PidType, ...] = ("fnr", "dnr", "fhn", "hnr", "annet")
"""Which identifier names the patient when the message gives several."""

TYPES: MappingProxyType[str, PidType] = MappingProxyType(
    {"FNR": "fnr", "DNR": "dnr", "FHN": "fhn", "HNR": "hnr"}
)
"""8116 -> kind; every other type is `annet`."""

OFFICIAL_TEST_PERSONS = frozenset({"13116900216", "15076500565", "12057900499", "21016400952"})
"""The people of the official examples (rules.md §9, Testmeldinger)."""

LONGEST = 100
"""Longest identifier of a person that we take for one, in characters."""

_ELEVEN = re.compile(r"[0-9]{11}")


class Pids(NamedTuple):
    """A patient without anything that tells who it is.

    Attributes:
        pid, pid_type, aliases: as in schemas.events.Event.
        fictitious: one of the official test persons, or a number of a synthetic series.
    """

    pid: str
    pid_type: PidType
    aliases: tuple[str, ...] = ()
    fictitious: bool = False


UNTOLD = Pids("0" * 64, "svak")
"""Stands for the patient that a message does not name; no hash of anybody is this."""


def pids(patient: Patient | None, key: bytes) -> Pids:
    """The patient's pids, made with `key`. Raises Rejected (E36) when nothing tells who it is."""
    if patient is None:
        raise Rejected(INSUFFICIENT)
    known = [found for ident in patient.idents if (found := kind_of(ident))]
    described = bool(patient.born and patient.sex)
    if known:
        return _best(known, described, key)
    if not (described and any(map(str.isalnum, patient.name))):
        raise Rejected(INSUFFICIENT)
    name = " ".join(patient.name.casefold().split())
    return Pids(keyed_hash("svak", f"{patient.born}|{patient.sex}|{name}", key), "svak")


def _best(known: list[tuple[PidType, str]], described: bool, key: bytes) -> Pids:
    """Named by the best identifier; hjelpenummer without date of birth and sex is weak (rules.md §12.12).

    One identifier of each kind: two numbers of one kind are two persons, or a slip, and never aliases.
    """
    known.sort(key=_preference)
    one_each: dict[PidType, str] = {}
    for kind, value in known:
        one_each.setdefault(kind, value)
    hashes = tuple([keyed_hash(kind, value, key) for kind, value in one_each.items()])
    best = known[0][0]
    weak = best == "hnr" and not described
    fictitious = any([_fictitious(kind, value) for kind, value in known])
    return Pids(hashes[0], "svak" if weak else best, hashes[1:], fictitious)


def _preference(found: tuple[PidType, str]) -> int:
    return PREFERENCE.index(found[0])


def kind_of(ident: Ident) -> tuple[PidType, str] | None:
    """Kind and canonical value; None when the value cannot be an identifier of its type."""
    value = "".join((ident.id or "").split())
    if not value or len(value) > LONGEST:
        return None
    type_ = "FHN" if ident.oid == FH_NUMMER else (ident.type or "").strip().upper()
    kind = TYPES.get(type_) or (_by_digits(value) if not type_ else "annet")
    if kind == "annet":
        return kind, f"{type_}:{value.upper()}"
    return (kind, value) if _ELEVEN.fullmatch(value) else None


def _by_digits(value: str) -> PidType:
    """The kind of a number whose type is not given (HIS 1001 §4.2, days 01-09 included)."""
    if not _ELEVEN.fullmatch(value):
        return "annet"
    if value[0] in "89":
        return "fhn"
    if value[0] in "4567":
        return "dnr"
    return "hnr" if value[2] in "45" else "fnr"


def _fictitious(kind: PidType, value: str) -> bool:
    """Synthetic series add 40, 65 or 80 to the month, so its first digit is not 0 or 1."""
    return value in OFFICIAL_TEST_PERSONS or (kind in ("fnr", "dnr") and value[2] not in "01")
