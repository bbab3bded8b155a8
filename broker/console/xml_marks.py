"""Lines of XML for a page: escaped, with the tags kept back so that what they hold is seen."""

import re
from collections.abc import Iterable, Iterator
from itertools import count
from typing import Final

from markupsafe import Markup

from broker.console.xml_lines import XmlLine

MOST: Final = 20_000
"""Characters of a line whose tags are told apart; a longer one is shown in one colour."""
TAG: Final = re.compile(r"""(<[^<>"']*(?:"[^"<]*"[^<>"']*|'[^'<]*'[^<>"']*)*>)""")
VALUE: Final = re.compile(r"""((?<!\S)xmlns[^\s=]*=(?:"[^"]*"|'[^']*'))|("[^"]*"|'[^']*')""")


def marked(lines: Iterable[XmlLine]) -> Markup:
    """The lines for a page, what is wrong below its line; everything escaped.

    The first line where something is wrong has the id feil-1, and so on.
    """
    number = count(1)
    return Markup("\n").join(_line(line, number) for line in lines)


def _line(line: XmlLine, number: Iterator[int]) -> Markup:
    text = _parted(line.text)
    if not line.wrong:
        return Markup("<span>{}</span>").format(text)
    told = Markup("").join(Markup("<b>{}</b>").format(one) for one in line.wrong)
    return Markup('<span class="galt" id="feil-{}">{}</span>{}').format(next(number), text, told)


def _parted(text: str) -> Markup:
    """The tags in <i>, but for the values in them."""
    if len(text) > MOST:
        return Markup("{}").format(text)
    return Markup("").join(
        _tag(part) if at % 2 else Markup("{}").format(part) for at, part in enumerate(TAG.split(text)) if part
    )


def _tag(text: str) -> Markup:
    found, at = [], 0
    for value in VALUE.finditer(text):
        if value[2]:
            found.append(Markup("<i>{}</i>{}").format(text[at : value.start()], value[2]))
            at = value.end()
    return Markup("").join([*found, Markup("<i>{}</i>").format(text[at:])])
