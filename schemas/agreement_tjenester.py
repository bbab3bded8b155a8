"""The table [tjenester] of an agreement file (docs/avtaler.md)."""

from collections.abc import Mapping
from typing import Any, Final

from schemas.agreement_values import is_text, list_of
from schemas.tjenester import IKKE_HELSE
from schemas.toml_lines import Path

_KEY: Final = "ikke_helse"
_WRONG: Final = f'«{_KEY}» skal være en liste av koder fra kodeverk 9151, for eksempel ["1", "5"]'
_are_codes: Final = list_of(is_text(r"[0-9]{1,4}"))


def read_tjenester(table: Mapping[str, Any]) -> tuple[frozenset[str], list[tuple[Path, str]]]:
    """The codes of 9151 that are no health services, and what is wrong, each with the path of its key."""
    faults: list[tuple[Path, str]] = [
        (("tjenester", key), f"ukjent nøkkel «{key}»") for key in table if key != _KEY
    ]
    codes = table.get(_KEY, list(IKKE_HELSE))
    if not _are_codes(codes):
        return IKKE_HELSE, [*faults, (("tjenester", _KEY), _WRONG)]
    return frozenset(codes), faults
