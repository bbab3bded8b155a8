"""The AsyncAPI 3.0 document of our topics, made from the table of topics and the catalogue of facts."""

import json
from pathlib import Path

from schemas.asyncapi_messages import AGAIN, BINDING, DEAD, XML, Node, messages
from schemas.catalogue import FACTS, type_of
from schemas.topics import INTERNAL, MELDINGER, REPLAY, REPLAYS, ROUTED, Topic, dlt, party_topic

VERSION = "1.0.0"
"""Of the contract, not of the software: it grows by additions only (docs/adr/0003)."""
HER = "{her}"


def document() -> str:
    """The document as JSON, which is YAML too."""
    return json.dumps(asyncapi(), ensure_ascii=False, indent=2) + "\n"


def generate(folder: Path) -> None:
    """Write asyncapi.json to `folder`."""
    (folder / "asyncapi.json").write_text(document(), encoding="utf-8")


def asyncapi() -> Node:
    """The document: a channel per topic, a message per type, an operation per channel (we send)."""
    topics = [*INTERNAL, *map(dlt, INTERNAL), *REPLAYS, *(party_topic(topic, HER) for topic in ROUTED)]
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
    if REPLAY in topic.name:
        return [AGAIN]
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
