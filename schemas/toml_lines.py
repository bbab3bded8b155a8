"""On which line each key of a TOML file stands: tomllib does not tell."""

import re
import tomllib
from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

Path = tuple[str | int, ...]
Fault = tuple[Path, str]
"""Where something is wrong, and what, in bokmål."""

_HEADER: Final = re.compile(r"\s*\[(\[?)([^\[\]]+)\]\]?\s*(#.*)?")
_KEY: Final = re.compile(r"""\s*((?:"[^"]*"|'[^']*'|[\w-]+)(?:\s*\.\s*(?:"[^"]*"|'[^']*'|[\w-]+))*)\s*=""")


def key_lines(text: str) -> dict[Path, int]:
    """Line, from 1, of every table and key; a row of an array of tables has its number, from 0."""
    lines: dict[Path, int] = {}
    rows: Counter[Path] = Counter()
    table: Path = ()
    for number, line in enumerate(text.splitlines(), 1):
        if header := _HEADER.fullmatch(line):
            table = _inside(rows, _path(header[2]))
            if header[1]:
                rows[table] += 1
                table = (*table, rows[table] - 1)
            lines.setdefault(table, number)
        elif key := _KEY.match(line):
            path = _path(key[1])
            for length in range(1, len(path) + 1):
                lines.setdefault(table + path[:length], number)
    return lines


def _inside(rows: Mapping[Path, int], names: Path) -> Path:
    """The table of a header: what lies in an array of tables lies in the newest row of it."""
    table: Path = names[:1]
    for name in names[1:]:
        table = (*table, rows[table] - 1, name) if table in rows else (*table, name)
    return table


def line_of(lines: Mapping[Path, int], path: Path) -> int:
    """The line of `path`, or of the nearest thing around it."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)


def _path(dotted: str) -> Path:
    """`frister.kommune."5501"` as its three parts; tomllib knows how to unquote them."""
    try:
        node: Any = tomllib.loads(f"{dotted} = 0")
    except tomllib.TOMLDecodeError:
        return (dotted,)
    path: Path = ()
    while isinstance(node, dict):
        key, node = next(iter(node.items()))
        path = (*path, key)
    return path
