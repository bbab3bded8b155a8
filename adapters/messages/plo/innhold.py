"""What a report of PLO holds, in one walk past everything that nobody asks for.

libxml2 passes over other names without telling Python: one search for two dozen names takes a third of the
time that a path to each of them takes.
"""

from typing import NamedTuple

from adapters.messages.namespaces import EPJ2, tag
from adapters.messages.plo.deler import found_in, heading_of
from adapters.messages.plo.edition import Edition
from adapters.messages.sheet import Sheet

_NOTAT = tag(EPJ2, "Notat")


class Innhold(NamedTuple):
    """What was found in a report.

    Attributes:
        deler: the parts that are there, sorted; of a kansellering none, for it has no content to judge.
        notater: the journal texts that are not blank, wherever they stand.
    """

    sheet: Sheet
    edition: Edition
    deler: tuple[str, ...] = ()
    notater: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return object.__repr__(self)  # its values are nobody's to see


def innhold(sheet: Sheet, edition: Edition) -> Innhold:
    """What the report on `sheet` holds."""
    if sheet.cancelled:
        return Innhold(sheet, edition)
    makes = edition.rapport
    elements = list(sheet.payload.iter(_NOTAT, *makes))
    found = found_in(elements, makes)
    notater: list[str] = []
    for each in elements:
        if each.tag == _NOTAT and (text := each.text) and not text.isspace():
            notater.append(text)
            if part := heading_of(each):
                found.add(part)
    return Innhold(sheet, edition, tuple(sorted(found)), tuple(notater))
