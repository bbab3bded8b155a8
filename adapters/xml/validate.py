"""The verdict of the XSD: libxml2, one compiled schema per thread.

`xmlschema`, kept beside it for `explain`, is a hundred times slower and never asked for a verdict.
"""

import re
import threading
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlparse

from lxml import etree

if TYPE_CHECKING:
    import xmlschema

DRIVER = "driver-all.xsd"

# The published pattern of an OID takes quadratic time in libxml2 (94 s for 100 000 digits) and
# exponential time in Python (2 s for 24). The other has the same language, and is linear.
_LINEAR = {r"(\d+\.?)*\d+": r"\d+(\.\d+)*"}


class _Files(etree.Resolver):  # type: ignore[misc]  # lxml has no types
    """Gives the schema compiler files of one folder, and nothing from anywhere else."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder

    def resolve(self, url: str, _public_id: str, context: object) -> object:
        name = Path(unquote(urlparse(url).path)).name
        text = (self._folder / name).read_bytes()
        for slow, linear in _LINEAR.items():
            text = text.replace(slow.encode(), linear.encode())
        return self.resolve_string(text, context, base_url=url)


class Schema:
    """All message schemas, behind the one file that imports them (`driver-all.xsd`).

    Raises etree.XMLSchemaParseError, OSError: the folder holds no set that compiles.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()
        self._local = threading.local()
        self._compiled()

    def valid(self, root: etree._Element) -> bool:
        """Whether the message follows its schema."""
        valid = bool(self._compiled().validate(root))
        self._local.invalid = None if valid else root
        return valid

    def log(self, root: etree._Element) -> "list[etree._LogEntry]":
        """What libxml2 says of an invalid message. Its texts quote values: never show them."""
        if getattr(self._local, "invalid", None) is not root:
            self.valid(root)
        self._local.invalid = None  # or the tree would live until the next message
        return list(self._compiled().error_log)

    @cached_property
    def explaining(self) -> "xmlschema.XMLSchema":
        """The same schemas for `explain`; building takes about 0.7 s, at the first invalid message."""
        import xmlschema  # 0.15 s, and not needed for a verdict
        from xmlschema.validators import XsdAtomicRestriction

        schema = xmlschema.XMLSchema(
            str(self._folder / DRIVER),
            base_url=str(self._folder),
            allow="sandbox",
            defuse="nonlocal",
            use_fallback=False,
        )
        for part in schema.maps.iter_components(XsdAtomicRestriction):
            facets = getattr(part, "patterns", None)
            if facets is not None:
                facets.patterns = [
                    _linear(*both) for both in zip(facets.patterns, facets.regexps, strict=True)
                ]
        return schema

    def _compiled(self) -> etree.XMLSchema:
        compiled = getattr(self._local, "schema", None)
        if compiled is None:  # thread-local: a shared error_log mixes messages up (tech.md §4.3)
            parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True)
            parser.resolvers.add(_Files(self._folder))
            compiled = etree.XMLSchema(etree.parse(str(self._folder / DRIVER), parser))
            self._local.schema = compiled
        return compiled


def _linear(pattern: re.Pattern[str], regexp: str) -> re.Pattern[str]:
    return re.compile(rf"^(?:{_LINEAR[regexp]})$") if regexp in _LINEAR else pattern
