"""The generated contracts: never stale, never breaking, and true of the records we write."""

import copy
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import jsonschema
import pytest
from pydantic import BaseModel

from adapters.kafka.deadletter import Failure, dead_letter
from adapters.kafka.records import Record, cloud_headers
from schemas import asyncapi, asyncapi_messages, catalogue, headers
from schemas.avvik import Avvik
from schemas.compat import breaking
from schemas.events import EpikriseMottatt, PasientInnlagt
from schemas.tid import Tidspunkt

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 2, 12, 14, 5, tzinfo=UTC)
PID = "a" * 64

INNLAGT = PasientInnlagt(
    id=UUID(int=1),
    pid=PID,
    pid_type="fnr",
    msg_id="0d2f5c1e-0000-4000-8000-000000000001",
    message_type="LOG_INNLAGT",
    version="1.6",
    status="N",
    sender="90001",
    receiver="90101",
    received_at=NOW,
    innlagt=Tidspunkt(utc=NOW),
)
AVVIK = Avvik(
    id=UUID(int=2),
    rule="R-U02",
    rule_version=1,
    direction="til_UNN",
    category="manglende",
    severity="middels",
    confidence="hoy",
    state="apen",
    hospital="90001",
    pid=PID,
    stay_id=UUID(int=3),
    subject="LOG_UTSKREVET",
    msg_ids=("1",),
    text="Melding om utskrevet pasient mangler.",
    version=1,
    change="oppdaget",
    detected_at=NOW,
    changed_at=NOW,
)


def test_there_are_facts() -> None:
    """The catalogue is not empty, and no two facts share a type."""
    types = [catalogue.type_of(fact) for facts in catalogue.FACTS.values() for fact in set(facts)]
    assert len(catalogue.files()) >= 10
    assert {f"{name}.json" for name in types} == set(catalogue.files())


def test_no_class_breaks_its_readers() -> None:
    """The classes of today break no reader of what schemas/json promises."""
    assert catalogue.broken() == []


def test_schemas_are_not_stale() -> None:
    """schemas/json is what the classes give: make docs."""
    found = {file.name: file.read_text(encoding="utf-8") for file in catalogue.FOLDER.glob("*.json")}
    assert found == catalogue.files()


def test_asyncapi_is_not_stale() -> None:
    """docs/asyncapi.json is what the table of topics and the classes give: make docs."""
    assert (ROOT / "docs" / "asyncapi.json").read_text(encoding="utf-8") == asyncapi.document()


def test_generate_refuses_to_break(tmp_path: Path) -> None:
    """Making the files anew neither takes back what one of them promises, nor writes anything then."""
    catalogue.generate(tmp_path)
    promise = tmp_path / "avvik.v1.json"
    schema = json.loads(promise.read_text(encoding="utf-8"))
    schema["properties"]["gone"] = {"type": "string"}
    promise.write_text(json.dumps(schema), encoding="utf-8")
    (tmp_path / "gone.v1.json").write_text("{}", encoding="utf-8")
    before = promise.read_text(encoding="utf-8")
    with pytest.raises(catalogue.Breaking) as error:
        catalogue.generate(tmp_path)
    assert error.value.args == ("avvik.v1: /gone: is gone", "gone.v1: the type is gone")
    assert promise.read_text(encoding="utf-8") == before


@pytest.mark.parametrize("fact", [INNLAGT, AVVIK], ids=["event", "avvik"])
@pytest.mark.parametrize("exclude_none", [True, False])
def test_records_are_as_the_schema_says(fact: BaseModel, exclude_none: bool) -> None:
    """What we write validates against the schema of its type."""
    schema = catalogue.schema_of(type(fact))
    written = json.loads(fact.model_dump_json(exclude_none=exclude_none))
    jsonschema.validate(written, schema, jsonschema.Draft202012Validator)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**written, "type": "another.v1"}, schema)


def test_attributes_are_described() -> None:
    """The description of a property is that of the docstring, also when it is a base class's."""
    described = catalogue.attributes(EpikriseMottatt)
    assert described["adm_outcome"].startswith("7300:")
    assert (
        described["sender"]
        == described["receiver"]
        == "HER-ids, level 1; an id of more than nine digits as a keyed hash."
    )
    assert set(described) >= set(EpikriseMottatt.model_fields) - {"type"}


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


def test_every_reference_of_the_asyncapi_document_leads_somewhere() -> None:
    """Channels, operations and messages point at each other, not into the air."""
    document = asyncapi.asyncapi()
    references = list(_references(document))
    assert len(references) > 20
    for reference in references:
        node = document
        for name in reference.removeprefix("#/").split("/"):
            node = node[name]


def _references(node: Any) -> Any:
    """Every $ref below a node."""
    if isinstance(node, dict):
        for name, value in node.items():
            yield from [value] if name == "$ref" else _references(value)
    elif isinstance(node, list):
        for one in node:
            yield from _references(one)


def test_asyncapi_document_has_what_version_3_asks_for() -> None:
    """Required fields; every parameter of an address is described, and every channel is sent to."""
    document = asyncapi.asyncapi()
    assert document["asyncapi"] == "3.0.0"
    assert {"title", "version"} <= document["info"].keys()
    for name, channel in document["channels"].items():
        assert ("{her}" in channel["address"]) == ("parameters" in channel)
        assert channel["messages"]
        assert document["operations"][f"send.{name}"]["action"] == "send"
    addresses = {one["address"] for one in document["channels"].values()}
    assert {"avvik.v1", "avvik.v1.dlt", "part.{her}.avvik.v1", "part.{her}.meldinger.v1"} <= addresses
    assert "part.{her}.hendelser.v1" not in addresses


def test_cloud_headers_are_as_documented() -> None:
    """The headers of an event satisfy the schema of its message in the document."""
    schema = headers.headers_of("pasient_innlagt.v1", "application/json", {})
    made = cloud_headers(INNLAGT.id, INNLAGT.type, NOW, "application/json")
    jsonschema.validate({name: (value or b"").decode() for name, value in made}, schema)
    assert schema == {
        **asyncapi_messages.fact_message(PasientInnlagt)["headers"],
        **{"properties": schema["properties"], "required": schema["required"]},
    }


def test_dead_letter_headers_are_documented() -> None:
    """Every header that says why has its line in the document."""
    failure = Failure("BUG", "bug", "Feil.", "detect", "x:1", "T02", "ValueError", 3)
    letter = dead_letter(Record("t", None, None), failure, group="g", version="1", now=NOW)
    assert {name for name, _ in letter.headers} <= set(headers.REASON)
