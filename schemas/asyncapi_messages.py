"""Every type of record on our topics, for the AsyncAPI document."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from schemas import headers, letter_headers
from schemas.catalogue import FACTS, schema_of, type_of

Node = dict[str, Any]

XML = "melding.v1"
BYTES = "XML, byte for byte as it was received; empty where plo-claim-ref says where it lies."
DEAD = "dead_letter"
AGAIN = "replayed"
BINDING = "0.5.0"
JSON_SCHEMA = "application/schema+json;version=draft-07"
"""What every tool for AsyncAPI reads; our schemas use nothing that came later."""


def messages() -> Node:
    """Every type of record, once."""
    facts = {type_of(fact): fact for facts in FACTS.values() for fact in facts}
    return {
        **{name: fact_message(fact) for name, fact in sorted(facts.items())},
        XML: {
            "name": XML,
            "summary": "A message as it was received.",
            "contentType": "application/xml",
            "headers": headers.headers_of(
                XML, "application/xml", headers.MESSAGE, {**headers.CLAIM, **headers.EDITED}
            ),
            "payload": {"type": "string", "description": BYTES},
            "bindings": key("pid of the patient; the event's id where there is no patient"),
        },
        DEAD: dead_message(
            DEAD,
            "A record that no try will help: key and value unchanged, the reason in headers.",
            letter_headers.REASON,
        ),
        AGAIN: dead_message(
            AGAIN, "A dead letter run again: key as it was, value as it was or edited.", letter_headers.REPLAY
        ),
    }


def dead_message(name: str, summary: str, own: Mapping[str, Node]) -> Node:
    """A dead letter, on its way out or in again: `own` headers beside those that any record may carry."""
    return {
        "name": name,
        "summary": summary,
        "headers": {"type": "object", "properties": {**headers.CLAIM, **letter_headers.CARRIED, **own}},
        "bindings": key("as it was"),
    }


def fact_message(fact: type[BaseModel]) -> Node:
    """A record in JSON."""
    schema = {name: value for name, value in schema_of(fact).items() if name not in ("$schema", "$id")}
    ours = headers.OF_PEOPLE.get(type_of(fact), headers.EVENT)
    return {
        "name": type_of(fact),
        "summary": schema["description"],
        "contentType": "application/json",
        "headers": headers.headers_of(type_of(fact), "application/json", ours),
        "payload": {"schemaFormat": JSON_SCHEMA, "schema": schema},
        "bindings": key("pid of the patient: all of a patient is in one partition, in order"),
    }


def key(holds: str) -> Node:
    """Binding of a message: what its key is."""
    return {"kafka": {"key": {"type": "string", "description": holds}, "bindingVersion": BINDING}}
