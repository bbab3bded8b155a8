"""Whether a JSON Schema may take another's place without breaking a reader.

Two readers count: one that reads new records by the old schema, and one that reads old records by the
new schema (records are kept for years, and old and new parts run side by side during an upgrade). So a
property may be added if it need not be there; of what exists, neither less nor more may be allowed.
"""

import json
from collections.abc import Mapping
from typing import Any

Schema = Mapping[str, Any]

WORDS = frozenset({"$id", "$schema", "$comment", "title", "description", "examples", "deprecated"})
"""Keywords that only people read."""
PARTS = frozenset({"properties", "required", "items", "anyOf"})
"""Keywords that are compared part by part; any other one may not change at all."""


def breaking(old: Schema, new: Schema, path: str = "") -> list[str]:
    """Each way in which `new` breaks a reader, with the path of the property; [] when it breaks none.

    The schemas hold no references (schemas.catalogue makes none).
    """
    return [
        *_keywords(old, new, path),
        *_properties(old, new, path),
        *_items(old, new, path),
        *_choices(old, new, path),
    ]


def _keywords(old: Schema, new: Schema, path: str) -> list[str]:
    """Type, enum, const, pattern, format, limits, default: allowing less, more or another thing."""
    names = sorted((old.keys() | new.keys()) - WORDS - PARTS)
    return [
        f"{path or '/'}: {name} was {_text(old, name)}, is {_text(new, name)}"
        for name in names
        if _sorted(name, old.get(name)) != _sorted(name, new.get(name)) or (name in old) != (name in new)
    ]


def _properties(old: Schema, new: Schema, path: str) -> list[str]:
    before, after = old.get("properties", {}), new.get("properties", {})
    must_before, must_after = set(old.get("required", ())), set(new.get("required", ()))
    found = [f"{path}/{name}: is gone" for name in before if name not in after]
    found += [f"{path}/{name}: was always there, need not be" for name in sorted(must_before - must_after)]
    found += [
        f"{path}/{name}: must be there, and old records lack it" for name in sorted(must_after - must_before)
    ]
    for name in before:
        if name in after:
            found += breaking(before[name], after[name], f"{path}/{name}")
    return found


def _items(old: Schema, new: Schema, path: str) -> list[str]:
    before, after = old.get("items"), new.get("items")
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        return breaking(before, after, f"{path}/*")
    return (
        []
        if before == after
        else [f"{path or '/'}: items were {_text(old, 'items')}, are {_text(new, 'items')}"]
    )


def _choices(old: Schema, new: Schema, path: str) -> list[str]:
    """anyOf, in any order: equal choices fall away; one left on each side is the same one changed."""
    before, after = list(old.get("anyOf", ())), list(new.get("anyOf", ()))
    for choice in list(before):
        match = next((one for one in after if not breaking(choice, one)), None)
        if match is not None:
            before.remove(choice)
            after.remove(match)
    if len(before) == len(after) == 1:
        return breaking(before[0], after[0], path)
    return [f"{path or '/'}: the choices (anyOf) changed"] if before or after else []


def _sorted(name: str, value: Any) -> Any:
    """The order of an enum and of several types means nothing."""
    if name in ("enum", "type") and isinstance(value, list):
        return sorted(map(json.dumps, value))
    return json.dumps(value, sort_keys=True)


def _text(schema: Schema, name: str) -> str:
    return json.dumps(schema[name], ensure_ascii=False) if name in schema else "not there"
