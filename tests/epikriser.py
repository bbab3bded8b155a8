"""The official epikrise, and its event after changes to it."""

from collections.abc import Callable
from copy import deepcopy

from judging import EXAMPLES, OF_EXAMPLES, event
from lxml import etree

from adapters.messages.legemidler import nokkel
from adapters.messages.namespaces import EPIKRISE_12
from schemas.events import EpikriseMottatt

E = f"{{{EPIKRISE_12}}}"
XHTML = "http://www.w3.org/1999/xhtml"
ALL = ("ansvarlig", "cave", "diagnose", "godkjent", "kontakt", "plan", "vurdering")
"""The parts that the official example has."""

Change = Callable[[etree._Element], object]


def example(letter: str) -> bytes:
    """The new one (n), its change (m) or its kansellering (c)."""
    (path,) = [path for path in EXAMPLES if path.name == f"epikrise_v1.2_{letter}.xml"]
    return path.read_bytes()


def told(raw: bytes) -> EpikriseMottatt:
    """The event of an epikrise that must be accepted."""
    found = event(raw, agreement=OF_EXAMPLES)
    assert isinstance(found, EpikriseMottatt)
    return found


def changed(*changes: Change) -> EpikriseMottatt:
    """The event of the official example after these changes."""
    root = etree.fromstring(example("n"))
    for change in changes:
        change(root)
    return told(etree.tostring(root))


def remove(path: str) -> Change:
    """Takes away every element that the path finds, which must be at least one."""

    def change(root: etree._Element) -> None:
        gone = root.xpath(path, namespaces={"e": EPIKRISE_12})
        assert gone, path
        for each in gone:
            each.getparent().remove(each)

    return change


def put(path: str, content: str = "", **attributes: str) -> Change:
    """Gives every element that the path finds this content and these attributes, and no others."""

    def change(root: etree._Element) -> None:
        given = etree.fromstring(f'<x xmlns="{EPIKRISE_12}">{content}</x>')
        places = root.xpath(path, namespaces={"e": EPIKRISE_12})
        assert places, path
        for place in places:
            place.clear()
            place.text = given.text
            place.extend(deepcopy(given))
            place.attrib.update(attributes)

    return change


def keys(*drugs: str) -> tuple[str, ...]:
    """What `brukes` is of these medicines."""
    return tuple(sorted(nokkel(drug, b"k" * 32) for drug in drugs))
