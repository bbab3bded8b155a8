"""What stands in a message, told by its kind and never by its value.

A kind is chosen by the shape of the text alone, and is wide: thousands of values have it.
"""

import re
from collections.abc import Iterable
from datetime import datetime

from adapters.xml.names import prefixed, split
from adapters.xml.namespaces import in_words

_LONG = 500
_DATE, _CLOCK = r"\d{4}-\d\d-\d\d", r"\d\d:\d\d"
_FRACTION, _ZONE = r"(\.\d+)?", r"(Z|[+-]\d\d:\d\d)?"
_KINDS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(form), words)
    for form, words in (
        (r"", "tomt"),
        (r"\s+", "bare mellomrom"),
        (rf"\s+{_DATE}.*|{_DATE}\S*\s+", "dato med mellomrom foran eller bak"),
        (rf"{_DATE}T{_CLOCK}:\d\d{_FRACTION}{_ZONE}", "dato og klokkeslett"),
        (rf"{_DATE}T{_CLOCK}{_ZONE}", "dato og klokkeslett uten sekunder"),
        (rf"{_DATE}\s+{_CLOCK}.*", "dato og klokkeslett uten T mellom"),
        (rf"{_DATE}{_ZONE}", "dato"),
        (r"\d{1,2}[./-]\d{1,2}[./-](\d\d|\d{4})(\s.*)?", "dato med dagen først"),
        (rf"{_CLOCK}(:\d\d)?{_FRACTION}{_ZONE}", "klokkeslett"),
        (r"[+-]?\d+", "bare siffer"),
        (r"[+-]?\d+,\d+", "tall med komma"),
        (r"[+-]?\d*\.\d+|[+-]?\d+\.", "tall med punktum"),
        (r"[\d.]+", "siffer og punktum"),
        (r"(?s:.*[\r\n].*)", "tekst over flere linjer"),
        (r"\S+\s+|\s+\S+|\s+\S+\s+", "ett ord med mellomrom foran eller bak"),
        (r"(?=\S*\d)\S+", "bokstaver og siffer"),
        (r"\S+", "ett ord"),
    )
)
_REAL = re.compile(rf"{_DATE}(T{_CLOCK}:\d\d)?")
_WORDS = "flere ord"
_TOO_LONG = "en lang tekst"
_SHOWN = 6


def text(value: str | None) -> str:
    """The kind of a text: "bare siffer", "dato med dagen først"."""
    plain = value or ""
    if len(plain) > _LONG:
        return _TOO_LONG
    kind = next((words for form, words in _KINDS if form.fullmatch(plain)), _WORDS)
    return f"{kind} som ikke finnes" if _no_such_day(plain) else kind


def _no_such_day(plain: str) -> bool:
    """30 February, or 25 o'clock."""
    shape = _REAL.match(plain)
    if shape is None:
        return False
    try:
        datetime.fromisoformat(shape[0])
    except ValueError:
        return True
    return False


def named(tag: str) -> str:
    """A name, with its namespace in words where its prefix is none: mh:MsgId, "Tull (ikke noe navnerom)"."""
    name = prefixed(tag)
    if ":" in name and not name.startswith("?:"):
        return name
    return f"{name.removeprefix('?:')} ({in_words(split(tag)[0])})"


def several(tags: Iterable[object]) -> str:
    """Some names with commas between; "ingen" where there are none."""
    names = [prefixed(tag) for tag in tags]
    more = " …" if len(names) > _SHOWN else ""
    return ", ".join(names[:_SHOWN]) + more if names else "ingen"
