"""What a change of a schema breaks for those who read it, and what it does not."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from schemas.compat import breaking

OLD: dict[str, Any] = {
    "type": "object",
    "required": ["id", "type"],
    "properties": {
        "id": {"type": "string", "format": "uuid"},
        "type": {"const": "x.v1", "type": "string", "default": "x.v1"},
        "state": {"enum": ["a", "b"], "type": "string"},
        "pid": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
        "count": {"type": "integer", "minimum": 1, "default": 1},
        "ids": {"type": "array", "items": {"type": "string", "maxLength": 40}},
        "when": {
            "anyOf": [
                {"type": "object", "required": ["utc"], "properties": {"utc": {"type": "string"}}},
                {"type": "null"},
            ],
            "default": None,
        },
    },
}
Change = Callable[[dict[str, Any]], object]


def at(schema: dict[str, Any], *names: str) -> dict[str, Any]:
    """A part of a schema, by property names."""
    for name in names:
        schema = schema["properties"][name]
    return schema


HARMLESS: dict[str, Change] = {
    "nothing": lambda s: None,
    "new property": lambda s: s["properties"].update(new={"type": "string"}),
    "other words": lambda s: at(s, "id").update(description="another text", title="Id", examples=["x"]),
    "order of an enum": lambda s: at(s, "state").update(enum=["b", "a"]),
    "order of choices": lambda s: at(s, "when")["anyOf"].reverse(),
    "order of required": lambda s: s["required"].reverse(),
    "new property further in": lambda s: at(s, "when")["anyOf"][0]["properties"].update(new={"type": "null"}),
}
BREAKING: dict[str, tuple[Change, str]] = {
    "removed": (lambda s: s["properties"].pop("pid"), "/pid: is gone"),
    "renamed": (lambda s: s["properties"].update(navn=s["properties"].pop("state")), "/state: is gone"),
    "no longer always there": (lambda s: s["required"].remove("id"), "/id: was always there"),
    "must be there": (lambda s: s["required"].append("pid"), "/pid: must be there"),
    "another type": (lambda s: at(s, "count").update(type="string"), "/count: type was"),
    "enum narrowed": (lambda s: at(s, "state").update(enum=["a"]), "/state: enum was"),
    "enum widened": (lambda s: at(s, "state").update(enum=["a", "b", "c"]), "/state: enum was"),
    "enum dropped": (lambda s: at(s, "state").pop("enum"), "/state: enum was"),
    "another const": (lambda s: at(s, "type").update(const="x.v2"), "/type: const was"),
    "another pattern": (lambda s: at(s, "pid").update(pattern="^[0-9]+$"), "/pid: pattern was"),
    "a pattern where there was none": (
        lambda s: at(s, "id").update(pattern="^a"),
        "/id: pattern was not there",
    ),
    "another format": (lambda s: at(s, "id").update(format="date"), "/id: format was"),
    "a limit moved": (lambda s: at(s, "count").update(minimum=2), "/count: minimum was"),
    "another default": (lambda s: at(s, "count").update(default=0), "/count: default was"),
    "items narrowed": (lambda s: at(s, "ids")["items"].update(maxLength=10), "/ids/*: maxLength was"),
    "items dropped": (lambda s: at(s, "ids").pop("items"), "/ids: items were"),
    "null taken away": (lambda s: at(s, "when")["anyOf"].pop(), "/when: the choices"),
    "null allowed": (
        lambda s: s["properties"].update(pid={"anyOf": [s["properties"]["pid"], {"type": "null"}]}),
        "/pid: type was",
    ),
    "narrowed further in": (lambda s: at(s, "when")["anyOf"][0]["required"].clear(), "/when/utc: was always"),
    "closed": (lambda s: s.update(additionalProperties=False), "/: additionalProperties was not there"),
}


@pytest.mark.parametrize("change", HARMLESS.values(), ids=HARMLESS.keys())
def test_harmless(change: Change) -> None:
    """What a reader does not notice is allowed."""
    new = copy.deepcopy(OLD)
    change(new)
    assert breaking(OLD, new) == []


@pytest.mark.parametrize(("change", "said"), BREAKING.values(), ids=BREAKING.keys())
def test_breaking(change: Change, said: str) -> None:
    """What a reader of old or of new records stumbles over is found, and said where."""
    new = copy.deepcopy(OLD)
    change(new)
    assert any(one.startswith(said) for one in breaking(OLD, new)), breaking(OLD, new)
