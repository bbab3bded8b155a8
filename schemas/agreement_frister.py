"""The tables [frister] and [frister.kommune."…"] of an agreement file (docs/avtaler.md)."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from schemas.frister import DEFAULTS, DOGNSLUTT, LENGTHS, Frist, read_frist
from schemas.toml_lines import Fault, Path

Limits = dict[str | None, dict[str, Frist]]


def frister_of(table: Mapping[str, Any], kommuner: Collection[object]) -> tuple[Limits, list[Fault]]:
    """kommunenr -> its limits, None -> those for all; and what is wrong. `kommuner`: those that there are."""
    found: Limits = {}
    return found, list(_frister(table, kommuner, found))


def _frister(table: Mapping[str, Any], kommuner: Collection[object], found: Limits) -> Iterator[Fault]:
    per_kommune = table.get("kommune", {})
    if not isinstance(per_kommune, dict) or not all(isinstance(own, dict) for own in per_kommune.values()):
        yield ("frister", "kommune"), 'skal være en tabell per kommune, for eksempel [frister.kommune."5501"]'
        return
    common = {key: value for key, value in table.items() if key != "kommune"}
    yield from _limits(("frister",), common, found.setdefault(None, {}))
    for nr, own in per_kommune.items():
        if nr not in kommuner:
            yield ("frister", "kommune", nr), f"ingen part har kommunenummer {nr}"
        yield from _limits(("frister", "kommune", nr), own, found.setdefault(nr, {}))


def _limits(path: Path, table: Mapping[str, Any], limits: dict[str, Frist]) -> Iterator[Fault]:
    for key, value in table.items():
        limit = read_frist(value)
        if isinstance(value, dict):
            yield (*path, key), f"«{key}»: en nøkkel med punktum skal stå i anførselstegn"
        elif key not in DEFAULTS:
            yield (*path, key), f"ukjent frist «{key}»"
        elif limit is None or (limit == DOGNSLUTT and key in LENGTHS):
            yield (*path, key), f'«{key}» skal være en tid, for eksempel "24 h", "60 min" eller "7 d"'
        else:
            limits[key] = limit
