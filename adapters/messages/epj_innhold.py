"""Kommunikasjon av EPJ-innhold (HITS 1156; EPJEkstrakt 2008-02-20): several structured Documents.

Node, the tree of contents, says that it is an extract. What is extracted is read wherever it stands, and
in whatever order.
"""

from functools import partial
from types import MappingProxyType

from adapters.messages import medicines
from adapters.messages.legemidler import structured
from adapters.messages.namespaces import BASE64, EPJ1, EPJ2, EPJ3, EPJ_EKSTRAKT, MSGHEAD, tag
from adapters.messages.reading import xpath
from adapters.messages.row import Row
from adapters.messages.sheet import Sheet
from schemas.events import EpjInnholdMottatt

_UTLEVERT = "3"  # 9104 Status til forskrivningen
_STRUCTURE = f"*[namespace-uri() != '{BASE64}']"
_IN = "mh:Document/mh:RefDoc/mh:Content/descendant::"
_GIVEN = f"{_IN}epj3:LegemidlerAdministrertVedOverforing"
_FILE_NAME = "*[self::mh:ContentDescription or self::mh:Description or self::mh:FileReference]"


_xpath = partial(xpath, mh=MSGHEAD, epj1=EPJ1, epj2=EPJ2, epj3=EPJ3)
_CONTENTS = _xpath(f"mh:Document/mh:RefDoc/mh:Content[{_STRUCTURE}]")
_NOTATER = _xpath(f"{_IN}epj2:Notat/text()")
_FILE_NAMES = _xpath(f"mh:Document[not(mh:RefDoc/mh:Content/{_STRUCTURE})]/descendant::{_FILE_NAME}/text()")

DELER = MappingProxyType(
    {
        "cave": _xpath(
            f"boolean({_IN}epj1:StikkordCave[normalize-space()] | {_IN}epj1:Allerginotat[normalize-space()])"
        ),
        "gitt_i_dag": _xpath(f"boolean({_GIVEN})"),
        "utlevert": _xpath(
            f"boolean({_GIVEN} | {_IN}epj3:StatusTilForskrivningen[normalize-space(@V)='{_UTLEVERT}'])"
        ),
    }
)
"""Part of schemas.deler -> whether an extract has it; in alphabetical order."""


def _read(sheet: Sheet) -> EpjInnholdMottatt:
    """The event of an extract that the schema has let through."""
    contents = _CONTENTS(sheet.root)
    return EpjInnholdMottatt(
        dokumenter=len(contents),
        deler=tuple(part for part, is_there in DELER.items() if is_there(sheet.root)),
        **structured(contents, sheet.key),
        **medicines.hidden(_FILE_NAMES(sheet.root), _NOTATER(sheet.root)),
        **sheet.fields("epj_innhold_mottatt.v1"),
    )


ROWS = (
    Row(tag(EPJ_EKSTRAKT, "Node"), "Kommunikasjon av EPJ-innhold", "2008-02-20", ("EPJ-EKSTRAKT",), _read),
)
"""An extract has no Forsendelsesstatus: what it tells is always new."""
