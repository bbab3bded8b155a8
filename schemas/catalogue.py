"""JSON Schema of every fact we publish, generated into schemas/json/<type>.json.

A schema says what a reader may count on in every record of its type, old and new: what is required is
always there, and unknown properties are allowed (docs/adr/0003).
"""

import inspect
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel

from schemas.avvik import Avvik
from schemas.compat import breaking
from schemas.events import Hendelse, Kvittering
from schemas.topics import AVVIK, HENDELSER, KVITTERINGER

Schema = dict[str, Any]

FOLDER = Path(__file__).with_name("json")

FACTS: Mapping[str, tuple[type[BaseModel], ...]] = {
    HENDELSER.name: get_args(Hendelse),
    KVITTERINGER.name: get_args(Kvittering),
    AVVIK.name: (Avvik,),
}
"""What is on each topic that holds JSON."""

ATTRIBUTE = re.compile(r"^    ([\w, ]+): (.*)$")


class Breaking(Exception):
    """A class changed so that a reader of its records breaks; each argument is one way in which it does."""


def type_of(fact: type[BaseModel]) -> str:
    """The name of the fact, as it stands in `type` and in ce_type."""
    return str(fact.model_fields["type"].default)


def schema_of(fact: type[BaseModel]) -> Schema:
    """JSON Schema 2020-12 of one class, without references, described by its docstrings."""
    made = fact.model_json_schema()
    defs = made.pop("$defs", {})
    schema: Schema = _plain(made, defs)
    described = attributes(fact)
    for name, prop in schema["properties"].items():
        if name in described:
            prop["description"] = described[name]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:plo-broker:{type_of(fact)}",
        "title": type_of(fact),
        **schema,
        "description": (inspect.getdoc(fact) or "").split("\n\n")[0].replace("\n", " "),
        "required": sorted({*schema["required"], "type"}),  # it has a default, and is always written
    }


def attributes(fact: type[BaseModel]) -> dict[str, str]:
    """What the docstrings of a class and its bases say of each attribute."""
    found: dict[str, str] = {}
    for base in reversed(fact.__mro__):
        if base is BaseModel or not issubclass(base, BaseModel):
            continue
        for line in _joined(inspect.cleandoc(base.__doc__ or "")):
            if match := ATTRIBUTE.match(line):
                found.update(dict.fromkeys(match[1].split(", "), match[2]))
    return found


def _joined(docstring: str) -> list[str]:
    """The lines of a docstring, a continued one joined to the one it continues."""
    return re.sub(r"\n {8}", " ", docstring).splitlines()


def _plain(node: Any, defs: Mapping[str, Any]) -> Any:
    """Without references and without the titles that pydantic makes of field names."""
    if isinstance(node, list):
        return [_plain(one, defs) for one in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        named = defs[node["$ref"].rsplit("/", 1)[1]]
        return _plain({**named, **{name: value for name, value in node.items() if name != "$ref"}}, defs)
    return {
        name: {key: _plain(one, defs) for key, one in value.items()}
        if name == "properties"
        else _plain(value, defs)
        for name, value in node.items()
        if name != "title"
    }


def files() -> dict[str, str]:
    """The text of each generated file, by its name."""
    facts = {type_of(fact): fact for facts in FACTS.values() for fact in facts}
    return {
        f"{name}.json": json.dumps(schema_of(fact), ensure_ascii=False, indent=2) + "\n"
        for name, fact in sorted(facts.items())
    }


def broken(folder: Path = FOLDER) -> list[str]:
    """How the classes of today would break readers of what `folder` promises."""
    made = files()
    found = []
    for old in sorted(folder.glob("*.json")):
        if old.name not in made:
            found.append(f"{old.stem}: the type is gone")
            continue
        ways = breaking(json.loads(old.read_text(encoding="utf-8")), json.loads(made[old.name]))
        found.extend(f"{old.stem}: {way}" for way in ways)
    return found


def generate(folder: Path = FOLDER) -> None:
    """Write the files anew. Raises Breaking, and writes nothing, when a reader would break."""
    if ways := broken(folder):
        raise Breaking(*ways)
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files().items():
        (folder / name).write_text(text, encoding="utf-8")
