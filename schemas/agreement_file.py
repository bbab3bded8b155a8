"""What may stand in an agreement file, key by key (docs/avtaler.md, rules.md §12.22)."""

import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from schemas.agreement_frister import frister_of
from schemas.agreement_tidligere import Tidligere, faults_of, is_rows, shared
from schemas.agreement_tjenester import read_tjenester
from schemas.agreement_values import is_bool, is_text, list_of
from schemas.frister import Frist
from schemas.tjenester import IKKE_HELSE
from schemas.toml_lines import Fault, key_lines, line_of

KINDS: Final = ("helseforetak", "kommune", "fastlege", "kad")
DEKNING: Final = ("epikrise",)
Problem = tuple[int, str]


@dataclass(slots=True)
class Content:
    """What a faultless file holds.

    Attributes:
        produksjon: synthetic persons are tests.
        parts: [[part]], fields of Part by their names.
        frister: kommunenr -> the limits that it has, None -> those for all.
        ikke_helse: codes of services (9151) that are no health services.
        enheter: HER-id of a service (level 2) -> its name.
    """

    produksjon: bool = False
    parts: list[dict[str, Any]] = field(default_factory=list)
    frister: dict[str | None, dict[str, Frist]] = field(default_factory=dict)
    ikke_helse: frozenset[str] = IKKE_HELSE
    enheter: Mapping[str, str] = field(default_factory=dict)


_is_her = is_text(r"[0-9]{1,12}")

PART: Final[Mapping[str, tuple[Callable[[object], bool], str]]] = {
    "her": (_is_her, 'skal være HER-id på nivå 1: bare sifre, i anførselstegn, for eksempel "90001"'),
    "navn": (is_text(r".*\S.*"), "skal være et navn"),
    "kind": (is_text("|".join(KINDS)), f"skal være en av {', '.join(KINDS)}"),
    "egen": (is_bool, "skal være true eller false"),
    "kommunenr": (is_text(r"[0-9]{4}"), 'skal være fire sifre i anførselstegn, for eksempel "5501"'),
    "dekning": (list_of(is_text("|".join(DEKNING))), f"skal være en liste av {', '.join(DEKNING)}"),
    "tjenester": (list_of(_is_her), "skal være en liste av HER-id på nivå 2: bare sifre, i anførselstegn"),
    "tjenester_er_alle": (is_bool, "skal være true eller false"),
    "tillat_msgid_uten_uuid": (is_bool, "skal være true eller false"),
    "tidligere": (is_rows, "skal stå under [[part.tidligere]]"),
}
REQUIRED: Final = ("her", "navn", "kind")
TOP: Final = ("produksjon", "part", "frister", "tjenester")


def check(text: str) -> tuple[Content, tuple[Problem, ...]]:
    """Read the file's text; problems are (line, what is wrong in bokmål), none when it is good."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        at = re.search(r"at line (\d+)", str(fault))
        line = int(at[1]) if at else len(text.splitlines())
        return Content(), ((line, "ikke gyldig TOML"),)
    lines = key_lines(text)
    content, faults = Content(), list(_top(document))
    if not faults:
        content = Content(document.get("produksjon", False), document.get("part", []))
        faults += _parts(content)
        kommuner = {part.get("kommunenr") for part in content.parts}
        content.frister, unsound = frister_of(document.get("frister", {}), kommuner)
        faults += unsound
        content.ikke_helse, content.enheter, wrong = read_tjenester(document.get("tjenester", {}))
        faults += wrong
    return content, tuple(sorted((line_of(lines, path), what) for path, what in faults))


def _top(document: Mapping[str, Any]) -> Iterator[Fault]:
    yield from (((key,), f"ukjent nøkkel «{key}»") for key in document if key not in TOP)
    if not is_bool(document.get("produksjon", False)):
        yield ("produksjon",), "«produksjon» skal være true eller false"
    if not list_of(lambda row: isinstance(row, dict))(document.get("part", [])):
        yield ("part",), "hver part skal stå under [[part]]"
    if not isinstance(document.get("frister", {}), dict):
        yield ("frister",), "frister skal stå under [frister]"
    if not isinstance(document.get("tjenester", {}), dict):
        yield ("tjenester",), "tjenester som gjelder alle, skal stå under [tjenester]"


def _parts(content: Content) -> Iterator[Fault]:
    for row, part in enumerate(content.parts):
        wrong = list(_part(part))
        yield from ((("part", row, *path), what) for path, what in wrong)
        for key in ("dekning", "tjenester"):
            if isinstance(part.get(key), list):
                part[key] = tuple(part[key])
        if not wrong:
            part["tidligere"] = tuple(Tidligere(**old) for old in part.get("tidligere", ()))
    yield from _twice(content.parts)
    if not any(part.get("egen") is True for part in content.parts):
        yield (), "ingen part er egen: minst én skal ha egen = true"


def _part(part: Mapping[str, Any]) -> Iterator[Fault]:
    for key, value in part.items():
        test, what = PART.get(key, (None, ""))
        if test is None:
            yield (key,), f"ukjent nøkkel «{key}»"
        elif not test(value):
            yield (key,), f"«{key}» {what}"
    yield from (((), f"«{key}» mangler") for key in REQUIRED if key not in part)
    if is_rows(part.get("tidligere")):
        yield from faults_of(part["tidligere"])
    if part.get("kind") == "kommune" and "kommunenr" not in part:
        yield (), "«kommunenr» mangler: en kommune skal ha kommunenummer"


def _twice(parts: list[dict[str, Any]]) -> Iterator[Fault]:
    """A HER-id, level 1 or 2, that stands in more than one place."""
    seen: Counter[str] = Counter()
    for row, part in enumerate(parts):
        services = part.get("tjenester")
        given = [("her", part.get("her"))]
        given += [("tjenester", her) for her in services] if isinstance(services, tuple) else []
        for key, her in given:
            seen[str(her)] += 1
            if her is not None and seen[str(her)] == 2:
                yield ("part", row, key), f"HER-id {her} står mer enn én gang"
    yield from shared(parts, frozenset(seen))
