"""The AsyncAPI document: never stale, whole, and true of the headers we write."""

from pathlib import Path
from typing import Any

import jsonschema
from avvik_found import AT
from histories import innlagt

from adapters.kafka.deadletter import dead_letter
from adapters.kafka.reason import Failure
from adapters.kafka.records import Record, cloud_headers
from schemas import asyncapi, asyncapi_messages, headers, letter_headers
from schemas.events import PasientInnlagt

ROOT = Path(__file__).resolve().parents[2]


def test_asyncapi_is_not_stale() -> None:
    """docs/asyncapi.json is what the table of topics and the classes give: make docs."""
    assert (ROOT / "docs" / "asyncapi.json").read_text(encoding="utf-8") == asyncapi.document()


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
    fact = innlagt()
    made = cloud_headers(fact.id, fact.type, AT, "application/json")
    jsonschema.validate({name: (value or b"").decode() for name, value in made}, schema)
    assert schema == {
        **asyncapi_messages.fact_message(PasientInnlagt)["headers"],
        **{"properties": schema["properties"], "required": schema["required"]},
    }


def test_dead_letter_headers_are_documented() -> None:
    """Every header that says why has its line in the document."""
    failure = Failure("BUG", "bug", "Feil.", "detect", "x:1", "T02", "ValueError", 3)
    record = Record("t", None, None, (("plo-her-receivers", b"1,2"),))
    letter = dead_letter(record, failure, group="g", version="1", now=AT)
    assert {name for name, _ in letter.headers[1:]} <= set(letter_headers.REASON)
