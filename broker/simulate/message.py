"""A message that a simulation sends."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Message:
    """One message, ready to be sent.

    Attributes:
        name: of its file, without the ending.
        note: what sets it apart from others of its type, in bokmål.
        by_folder: it is laid in a folder; the others are posted over HTTP.
        example: one that is worth following with plo trace.
        live: it is sent when it is written; the others are a backlog.
    """

    name: str
    msg_id: str
    xml: bytes = field(repr=False)
    note: str = ""
    by_folder: bool = False
    example: bool = False
    live: bool = False
