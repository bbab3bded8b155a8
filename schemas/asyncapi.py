"""The AsyncAPI 3.0 document of our topics, made from the table of topics and the catalogue of facts."""

import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from schemas import headers
from schemas.catalogue import FACTS, schema_of, type_of
from schemas.topics import INTERNAL, MELDINGER, ROUTED, Topic, dlt, party_topic

Node = dict[str, Any]

VERSION = "1.0.0"
"""Of the contract, not of the software: it grows by additions only (docs/adr/0003)."""
HER = "{her}"
XML = "melding.v1"
BYTES = "XML, byte for byte as it was received; empty where plo-claim-ref says where it lies."
DEAD = "dead_letter"
BINDING = "0.5.0"
JSON_SCHEMA = "application/schema+json;version=draft-07"
"""What every tool for AsyncAPI reads; our schemas use nothing that came later."""


def document() -> str:
    """The document as JSON, which is YAML too."""
    return json.dumps(asyncapi(), ensure_ascii=False, indent=2) + "\n"


def generate(folder: Path) -> None:
    """Write asyncapi.json to `folder`."""
    (folder / "asyncapi.json").write_text(document(), encoding="utf-8")


def asyncapi() -> Node:
    """The document: a channel per topic, a message per type, an operation per channel (we send)."""
    topics = [*INTERNAL, *map(dlt, INTERNAL), *(party_topic(topic, HER) for topic in ROUTED)]
    channels = {name_of(topic): channel(topic) for topic in topics}
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "plo-broker",
            "version": VERSION,
            "description": "Messages between kommuner and hospital, and the samhandlingsavvik found in them. "
            "A party reads its own topics, part.{her}.*; the others are internal.",
            "license": {"name": "MIT"},
        },
        "defaultContentType": "application/json",
        "servers": {
            "kafka": {
                "host": "{bootstrap}",
                "protocol": "kafka",
                "variables": {"bootstrap": {"default": "127.0.0.1:9092", "description": "host:port"}},
            }
        },
        "channels": channels,
        "operations": {f"send.{name}": operation(name, one["messages"]) for name, one in channels.items()},
        "components": {"messages": messages()},
    }


def name_of(topic: Topic) -> str:
    """Key of the topic's channel: its name, with `her` for the party."""
    return topic.name.replace(HER, "her")


def types_on(topic: Topic) -> list[str]:
    """What types of record a topic holds."""
    if topic.name.endswith(".dlt"):
        return [DEAD]
    internal = topic.name.removeprefix(f"part.{HER}.")
    return [XML] if internal == MELDINGER.name else [type_of(fact) for fact in FACTS[internal]]


def channel(topic: Topic) -> Node:
    """One topic."""
    made: Node = {
        "address": topic.name,
        "description": f"{topic.holds.replace(HER, 'the party')}; kept {topic.days} days.",
        "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in types_on(topic)},
        "bindings": {
            "kafka": {
                "topic": topic.name,
                "partitions": topic.partitions,
                "topicConfiguration": {
                    "cleanup.policy": [topic.config["cleanup.policy"]],
                    "retention.ms": int(topic.config["retention.ms"]),
                    "max.message.bytes": int(topic.config["max.message.bytes"]),
                },
                "bindingVersion": BINDING,
            }
        },
    }
    if HER in topic.name:
        made["parameters"] = {"her": {"description": "Level-1 HER-id of the party that reads the topic."}}
    return made


def operation(channel_name: str, on_it: Node) -> Node:
    """That we write to a channel."""
    where = f"#/channels/{channel_name}"
    return {
        "action": "send",
        "channel": {"$ref": where},
        "messages": [{"$ref": f"{where}/messages/{name}"} for name in on_it],
    }


def messages() -> Node:
    """Every type of record, once."""
    facts = {type_of(fact): fact for facts in FACTS.values() for fact in facts}
    return {
        **{name: fact_message(fact) for name, fact in sorted(facts.items())},
        XML: {
            "name": XML,
            "summary": "A message as it was received.",
            "contentType": "application/xml",
            "headers": headers.headers_of(XML, "application/xml", headers.MESSAGE, headers.CLAIM),
            "payload": {"type": "string", "description": BYTES},
            "bindings": key("pid of the patient; the event's id where there is no patient"),
        },
        DEAD: {
            "name": DEAD,
            "summary": "A record that no try will help: key and value unchanged, the reason in headers.",
            "headers": {"type": "object", "properties": {**headers.CLAIM, **headers.REASON}},
            "bindings": key("as it was"),
        },
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
