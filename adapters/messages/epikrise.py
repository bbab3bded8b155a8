"""Epikrise 1.0, 1.1 and 1.2 (HIS 80226): the stay it tells of, which parts it has, and its medicines."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from lxml import etree

from adapters.messages import medicines
from adapters.messages.epikrise_parts import Parts
from adapters.messages.epikrise_paths import Paths
from adapters.messages.namespaces import EPIKRISE_10, EPIKRISE_11, EPIKRISE_12, tag
from adapters.messages.reading import Element, xpath
from adapters.messages.row import Read, Row
from adapters.messages.sheet import Sheet, optional_code
from adapters.xml.local_time import tidspunkt
from schemas.events import EpikriseMottatt

_TEXTS = xpath("descendant::text()")


def _read(paths: Paths, sheet: Sheet) -> EpikriseMottatt:
    """The event of an epikrise that the schema has let through."""
    report = sheet.payload[-1]  # ServRprt
    content = {} if sheet.cancelled else _content(report, paths, sheet.key)
    return EpikriseMottatt(
        dod=tidspunkt(paths.death(report)),
        **_stay(report, paths, sheet),
        **content,
        **sheet.fields("epikrise_mottatt.v1"),
    )


def _stay(report: Element, paths: Paths, sheet: Sheet) -> dict[str, Any]:
    for stay in paths.stay(report):
        start = tidspunkt(paths.start(stay))
        return {
            "innlagt": start,
            "utskrevet": tidspunkt(paths.end(stay)),
            "adm_outcome": _code(paths.outcome(stay)),
            "adm_cat": _code(paths.category(stay)),
            "fodselsdag": sheet.is_birthday(start),
        }
    return {}


def _code(found: Sequence[Element]) -> str | None:
    return optional_code(found[0]) if found else None


def _content(report: Element, paths: Paths, key: bytes) -> dict[str, Any]:
    """What a kansellering, which has no Event, is never judged by (messages.md §5)."""
    events = list(report.iterchildren(paths.event))
    parts = Parts(report, events, paths, key)
    return {
        "deler": tuple(sorted(parts.deler)),
        "medisiner": parts.forms,
        "brukes": tuple(sorted(parts.brukes)),
        "brukes_navn": tuple(sorted(parts.brukes_navn)),
        "liste_i_vedlegg": _has_files(report, paths) and medicines.looks_like_list(paths.file_names(report)),
        "ingen_legemidler": any(map(_says_none, events)),
    }


def _has_files(report: Element, paths: Paths) -> bool:
    """What is attached stands last."""
    return bool(report[-1].tag == paths.file)


def _says_none(event: Element) -> bool:
    plain = etree.tostring(event, method="text", encoding="utf-8", with_tail=False)  # a fifth of the cost
    return medicines.are_named(plain) and medicines.says_none(" ".join(_TEXTS(event)))


def _row(version: str, namespace: str, *types: str) -> Row:
    read: Read = partial(_read, Paths(namespace))
    status = xpath("normalize-space(e:ServRprt/e:ServType/@V)", e=namespace)
    return Row(tag(namespace, "Message"), "Epikrise", version, types, read, status)


ROWS = (
    _row("1.0", EPIKRISE_10, "E", "EPIKRISE"),
    _row("1.1", EPIKRISE_11, "E", "EPIKRISE"),
    _row("1.2", EPIKRISE_12, "EPIKRISE"),
)
"""Type E is outside 8279 (HISD 1209), and means EPIKRISE."""
