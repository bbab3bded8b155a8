"""One error of `xmlschema`, without the texts it quotes: what complains, and where.

The one thing taken from a text of its is the name of an attribute.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree
from xmlschema import XMLSchemaValidationError
from xmlschema.validators import XsdElement

from adapters.errors import Problem
from adapters.xml import kinds
from adapters.xml.names import path, split, word

_ATTRIBUTE = re.compile(r"attribute ([^=\s]+)=")


@dataclass(frozen=True, slots=True)
class Complaint:
    """A part of the schema that does not accept an element.

    Attributes:
        by: the part of the schema that complains; its class says what is wrong.
        element: where.
        declaration: by what the element was read.
        attribute: the attribute whose value is wrong, None for the element's own text.
    """

    by: Any
    element: etree._Element
    declaration: XsdElement | None
    attribute: str | None

    @classmethod
    def of(
        cls, error: XMLSchemaValidationError, declared: Mapping[etree._Element, XsdElement]
    ) -> "Complaint":
        """From an error, and the declarations by which elements were read."""
        element: etree._Element = error.elem
        return cls(error.validator, element, declared.get(element), _attribute(error, element))

    def problem(
        self, code: str, text: str, expected: str = "", found: str = "", attribute: str | None = None
    ) -> Problem:
        """`expected` and `found`: what should stand here, and the kind of what does."""
        place = path(self.element, attribute or self.attribute)
        return Problem(f"xsd.{code}", "T02", text, place, self.element.sourceline or 0, expected, found)

    @property
    def name(self) -> str:
        return f"«{word(self.element.tag)}»"

    @property
    def kind(self) -> str:
        """Of the value that is wrong."""
        return kinds.text(self.element.get(self.attribute) if self.attribute else self.element.text)

    @property
    def who(self) -> str:
        return f"Attributtet «{word(self.attribute)}» på {self.name}" if self.attribute else self.name


def _attribute(error: XMLSchemaValidationError, element: etree._Element) -> str | None:
    match = _ATTRIBUTE.match(error.reason or "")
    local = match[1].rpartition(":")[2].rpartition("}")[2] if match else None
    return next((name for name in element.attrib if split(name)[1] == local), None)
