"""The tables [tjenester] and [tjenester.navn] of an agreement file (docs/avtaler.md)."""

from collections.abc import Mapping
from typing import Any, Final

from schemas.agreement_values import is_text, list_of
from schemas.tjenester import IKKE_HELSE
from schemas.toml_lines import Fault

Names = Mapping[str, str]
"""HER-id, level 2, of a service or a ward -> what people call it."""

_KEY, _NAVN = "ikke_helse", "navn"
_WRONG: Final = f'«{_KEY}» skal være en liste av koder fra kodeverk 9151, for eksempel ["1", "5"]'
_are_codes: Final = list_of(is_text(r"[0-9]{1,4}"))
_is_her: Final = is_text(r"[0-9]{1,12}")
_is_name: Final = is_text(r".*\S.*")


def read_tjenester(table: Mapping[str, Any]) -> tuple[frozenset[str], Names, list[Fault]]:
    """The codes of 9151 that are no health services, what wards and services are called, and what is wrong,
    each fault with the path of its key."""
    faults: list[Fault] = [
        (("tjenester", key), f"ukjent nøkkel «{key}»") for key in table if key not in (_KEY, _NAVN)
    ]
    faults += _wrong_names(table.get(_NAVN, {}))
    codes = table.get(_KEY, list(IKKE_HELSE))
    if not _are_codes(codes):
        return IKKE_HELSE, {}, [*faults, (("tjenester", _KEY), _WRONG)]
    return frozenset(codes), {} if faults else table.get(_NAVN, {}), faults


def _wrong_names(names: object) -> list[Fault]:
    if not isinstance(names, dict):
        return [
            (("tjenester", _NAVN), f'«{_NAVN}» skal være en tabell, for eksempel "90002" = "Medisinsk A"')
        ]
    wrong = [her for her, name in names.items() if not (_is_her(her) and _is_name(name))]
    return [(("tjenester", _NAVN, her), f"«{her}» skal være HER-id på nivå 2 og et navn") for her in wrong]
