"""Our schemas and the official ones, and every official message that both know.

All of it lies in the folder `shared` beside the project; without it the tests fail.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import xmlschema
from lxml import etree

REPO = Path(__file__).resolve().parents[1]
SHARED = REPO.parent / "shared"
OURS, OFFICIAL = REPO / "schemas/xsd", SHARED / "standards/xsd"
EXAMPLES = SHARED / "standards/examples"
PLO_16 = EXAMPLES / "plo_1_6"
COVERED = {
    EXAMPLES / "dialogmelding": 6,
    EXAMPLES / "epikrise_1_2": 3,
    PLO_16 / "helseopplysninger_1_6_mottak": 3,
    PLO_16 / "helseopplysninger_til_lege_1_6_mottak": 2,
    PLO_16 / "innleggelsesrapport_1_6_mottak": 3,
    PLO_16 / "medisinske_opplysninger_1_6_mottak": 2,
    PLO_16 / "orientering_om_tjenestetilbud_1_6_mottak": 2,
    PLO_16 / "pasientlogistikk_1_6_mottak": 7,
    PLO_16 / "utskrivningsrapport_1.6_mottak": 3,
    SHARED / "domain/samples": 5,
}
"""Folder -> messages in it."""

Document = tuple[str, etree._Element]


def official_examples() -> Iterator[Document]:
    """Name and root of every message of COVERED; one that is missing is an error, not fewer tests."""
    for folder, number in COVERED.items():
        files = sorted(folder.glob("*.xml"))
        assert len(files) == number, f"{folder} holds {len(files)} of {number} files"
        yield from ((path.name, etree.parse(path).getroot()) for path in files)


@cache
def compiled(folder: Path) -> etree.XMLSchema:
    """The set as libxml2 has it, and exactly as it is written."""
    return etree.XMLSchema(file=str(folder / "driver-all.xsd"))


@cache
def model(folder: Path) -> xmlschema.XMLSchema:
    """The set as a tree of components."""
    driver = str(folder / "driver-all.xsd")
    return xmlschema.XMLSchema(
        driver, base_url=str(folder), allow="sandbox", defuse="nonlocal", use_fallback=False
    )
