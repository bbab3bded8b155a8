"""Canaries: values put into every text and attribute of a message, that must never come out of the XML again.

Two kinds: what an AppRec mirrors by standard (addresses, type, MsgId: HITS 1168 §6) may stand in an AppRec
and nowhere else; everything else may stand nowhere at all.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import uuid4

from lxml import etree

MIRRORED = frozenset(
    ("Sender", "Receiver", "OtherReceiver", "ServProvider", "Requester", "CopyDest", "MsgId", "Type")
)
"""Elements of a head whose content the AppRec gives back as it is."""


@dataclass(frozen=True)
class Canary:
    """One value for what is mirrored, another for what is not; both are found whatever is put round them."""

    mirrored: str
    private: str


NAME = Canary("SpeilkanariNordmann", "KanarifuglHansen")
NUMBER = Canary("27103900017", "27103912345")
"""Eleven digits, as a fødselsnummer."""
SENTENCE = Canary('Speilkanari,90001\n"{x}"', "Kanarifugl,90001\n'; DROP TABLE claims;--")
"""Commas, lines and quotes, as somebody writes who means harm."""
CANARIES = (NAME, NUMBER, SENTENCE)
WORDS = ("speilkanari", "kanarifugl", "27103900017", "27103912345")
PRIVATE = ("kanarifugl", "27103912345")


@dataclass(frozen=True)
class Place:
    """A text or an attribute of one message: the steps down to its element, and the attribute's name."""

    steps: tuple[int, ...]
    attribute: str | None
    kind: tuple[str, ...]

    @property
    def is_mirrored(self) -> bool:
        """Whether an AppRec gives it back: it stands in the head, below an element that is mirrored."""
        names = [etree.QName(tag).localname for tag in self.kind[1:4]]
        return names[:1] != ["Document"] and bool(MIRRORED.intersection(names))


def places(root: etree._Element) -> list[Place]:
    """Every text that is no mere layout, every empty element, and every attribute; each kind once."""
    found: dict[tuple[tuple[str, ...], str | None], Place] = {}
    for place in _places(root, (), (root.tag,)):
        found.setdefault((place.kind, place.attribute), place)
    return list(found.values())


def _places(element: etree._Element, steps: tuple[int, ...], kind: tuple[str, ...]) -> Iterator[Place]:
    if (element.text or "").strip() or not len(element):
        yield Place(steps, None, kind)
    for name in element.attrib:
        yield Place(steps, str(name), kind)
    for number, below in enumerate(element):
        yield from _places(below, (*steps, number), (*kind, below.tag))


def put(raw: bytes, canary: Canary, *chosen: Place, keep_id: bool = False) -> bytes:
    """The message with the canary in these places; under a new MsgId, or with `keep_id` its own."""
    root = tree(raw)
    for element in () if keep_id else _ids(root):
        element.text = str(uuid4())
    for place in chosen:
        element = root
        for number in place.steps:
            element = element[number]
        value = canary.mirrored if place.is_mirrored else canary.private
        if place.attribute is None:
            element.text = value
        else:
            element.set(place.attribute, value)
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return written


def _ids(root: etree._Element) -> list[etree._Element]:
    return [*root.findall("{*}MsgInfo/{*}MsgId"), *root.findall("{*}MsgId"), *root.findall("{*}Id")]


def tree(raw: bytes) -> etree._Element:
    """The tree whose places `put` fills."""
    return etree.fromstring(raw, etree.XMLParser(remove_comments=True, remove_pis=True))


def heard(text: str | bytes, words: tuple[str, ...] = WORDS) -> list[str]:
    """The canaries that can be heard in a text."""
    plain = (text.decode("utf-8", "replace") if isinstance(text, bytes) else text).lower()
    return [word for word in words if word in plain]
