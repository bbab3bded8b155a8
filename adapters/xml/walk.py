"""One reading of one message by `xmlschema`, only so far as it can be stopped (tech.md §4.4-4.5).

Before each element the time is checked, and elements that would hold it up are passed over. The time is that
of the thread's own work: how busy the machine is decides nothing of what a sender is told.
"""

import time
from collections.abc import Iterator

from lxml import etree
from xmlschema import XMLSchemaChildrenValidationError, XMLSchemaStopValidation
from xmlschema.validators import XsdElement

from adapters.errors import Problem
from adapters.xml import faults
from adapters.xml.shape import MAX_ATTRIBUTES_OF_ONE
from adapters.xml.validate import Schema

_READING = 0.6  # share of the time for reading; the rest is for putting into words
_LONG_TEXT = 20_000  # characters: an attachment, or an attack on a datatype's pattern
_LONG_ATTRIBUTE = 2_000


class Walk:
    """The reading of a message, at most `limit_s` seconds of work.

    Attributes:
        whole: False once something was left unread for want of time.
        passed_over: elements that were too heavy to read, with all they hold.
    """

    def __init__(self, root: etree._Element, schema: Schema, limit_s: float) -> None:
        self._root = root
        self._schema = schema.explaining  # built before the clock starts
        start = time.thread_time()
        self._read_by, self._worded_by = start + _READING * limit_s, start + limit_s
        self._declared: dict[etree._Element, XsdElement] = {}
        self.whole = True
        self.passed_over: list[etree._Element] = []

    def problems(self) -> Iterator[Problem]:
        """What is wrong, as it is found; whatever xmlschema raises of its own passes through."""
        parents: set[etree._Element] = set()
        for error in self._schema.iter_errors(self._root, validation_hook=self._step):
            if self._late(self._worded_by):
                return
            if isinstance(error, XMLSchemaChildrenValidationError):
                if error.elem in parents:
                    continue
                parents.add(error.elem)
            yield from faults.problems(error, self._declared)

    def _step(self, element: etree._Element, declaration: XsdElement) -> bool:
        """Called by xmlschema before each element; True passes over it."""
        if self._late(self._read_by):
            raise XMLSchemaStopValidation
        self._declared[element] = declaration
        if _heavy(element, declaration):
            self.passed_over.append(element)
            return True
        return False

    def _late(self, deadline: float) -> bool:
        late = time.thread_time() > deadline
        self.whole = self.whole and not late
        return late


def _heavy(element: etree._Element, declaration: XsdElement) -> bool:
    """The pattern of a datatype takes 170 bytes for each sign of a text, whatever else stands beside it."""
    read_as_value = not len(element) or declaration.type.has_simple_content()
    return (
        len(element.attrib) > MAX_ATTRIBUTES_OF_ONE
        or (read_as_value and len(element.text or "") > _LONG_TEXT)
        or any(len(value) > _LONG_ATTRIBUTE for value in element.attrib.values())
    )
