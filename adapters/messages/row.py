"""One line of the table of messages: what a message of one version is called, and who reads it."""

from collections.abc import Callable
from dataclasses import dataclass

from lxml import etree

from adapters.messages.reading import Element
from adapters.messages.sheet import Sheet
from schemas.events import PatientEvent

Read = Callable[[Sheet], PatientEvent]
"""Makes the event of a message that the schema and the table have let through."""


@dataclass(frozen=True, slots=True)
class Row:
    """A message of one version of its standard.

    Attributes:
        tag: of the structured part, for epikrise and AppRec the root.
        name: what people call it.
        types: values of MsgInfo/Type/@V that go with it (8279); empty: not known to us.
        read: makes its event; None for one that is refused by name.
        status: finds Forsendelsesstatus/@V (7309) in the structured part; None where the standard has none,
            and then every message counts as N.
        chosen: tells the type of a structured part that may be of several: empty when that has no code in
            8279, None when the part does not say. None where any of `types` will do.
        advice: what to send instead of a message that is refused by name; a sentence.
        plo20: read only when the setting PLO_PLO20 is on, and then also of a type that 8279 does not have.
        is_apprec: an answer and no message about a patient: never answered.
    """

    tag: str
    name: str
    version: str
    types: tuple[str, ...] = ()
    read: Read | None = None
    status: etree.XPath | None = None
    chosen: Callable[[Element], str | None] | None = None
    advice: str = ""
    plo20: bool = False
    is_apprec: bool = False
