"""Avtaler: the parties and the deadlines in force, each with where it comes from; only to be looked at."""

import asyncio
import hashlib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, NamedTuple

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from broker.console.desk import desk_of
from broker.console.frist_words import NAMES, told
from broker.console.lists import filters_of
from broker.console.shown import render
from broker.console.who import Role, needs
from schemas.agreements import Agreement, Part
from schemas.frister import DEFAULTS, Frist

KINDS: Final = {
    "helseforetak": "helseforetak",
    "kommune": "kommune",
    "fastlege": "fastlege",
    "kad": "kommunal akutt døgnenhet",
}
STANDARD, EVERYBODY, OWN = "standard", "avtalen, for alle", "avtalen, for denne kommunen"
"""Where a limit comes from."""


class Limit(NamedTuple):
    """A limit in force.

    Attributes:
        key: in the agreement file.
        name, shown: what it is called, and how long it is, in words.
        source: STANDARD, EVERYBODY or OWN.
        usual: what holds without the agreement; "" where that is the same.
    """

    key: str
    name: str
    shown: str
    source: str
    usual: str


class File(NamedTuple):
    """The file that the agreement was read from.

    Attributes:
        sha256: of what is there now; "" where it cannot be read.
        loaded_at: when this console read it, UTC.
        newer: it was changed after that.
    """

    name: str
    sha256: str
    loaded_at: datetime
    newer: bool


@needs(Role.LESER)
async def page(request: Request) -> Response:
    """GET /avtaler?part=90101"""
    desk = desk_of(request)
    agreement, part = desk.agreement, chosen_part(request, desk.agreement)
    file = await asyncio.to_thread(file_of, desk.settings.agreements_file, desk.loaded_at)
    return render(
        request,
        "agreements.html",
        agreement=agreement,
        shown=[part] if part else agreement.parts,
        part=part,
        kinds=KINDS,
        says=says,
        limits=list(limits(agreement, part.kommunenr if part else None)),
        groups=_differing(agreement) if part is None else {},
        file=file,
        shipped=desk.settings.agreements is None,
    )


def chosen_part(request: Request, agreement: Agreement) -> Part | None:
    """The party that the address names; None: all of them."""
    hers = tuple(part.her for part in agreement.parts)
    return agreement.part(filters_of(request, {"part": hers})["part"])


def limits(agreement: Agreement, kommune: str | None) -> Iterator[Limit]:
    """Every limit for a kommune, or for all, with its source."""
    common, own = agreement.frister.get(None, {}), agreement.frister.get(kommune, {}) if kommune else {}
    for key in DEFAULTS:
        yield _limit(key, agreement.frist(key, kommune), common, own)


def _limit(key: str, frist: Frist, common: Mapping[str, Frist], own: Mapping[str, Frist]) -> Limit:
    source = OWN if key in own else EVERYBODY if key in common else STANDARD
    usual = told(DEFAULTS[key]) if DEFAULTS[key] != frist else ""
    return Limit(key, NAMES[key], told(frist), source, usual)


def _differing(agreement: Agreement) -> dict[str, list[Limit]]:
    """Name of each kommune with limits of its own -> these."""
    names = {part.kommunenr: part.navn for part in agreement.parts if part.kommunenr}
    return {
        names.get(nr, nr): [one for one in limits(agreement, nr) if one.source == OWN]
        for nr in agreement.frister
        if nr is not None
    }


def says(part: Part) -> list[str]:
    """What else is agreed on with a party, in words; without these the usual holds."""
    chosen = {
        "megleren kvitterer for den": part.egen,
        "epikriser til den ses her": "epikrise" in part.dekning,
        "tar bare imot til tjenestene som er nevnt": part.tjenester_er_alle,
        "MsgId trenger ikke være UUID": part.tillat_msgid_uten_uuid,
    }
    return [text for text, so in chosen.items() if so]


def file_of(path: Path, loaded_at: datetime) -> File:
    """The file as it is now. Reads it."""
    try:
        content = path.read_bytes()
        changed = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except OSError:
        return File(path.name, "", loaded_at, True)
    return File(path.name, hashlib.sha256(content).hexdigest(), loaded_at, changed > loaded_at)


ROUTES = (Route("/avtaler", page),)
