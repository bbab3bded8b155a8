"""Documents made from a schema, and small wrongs done to them.

`Sampler` walks a compiled schema and writes documents that it allows. `sweep` then does every wrong it knows
to every place of a document, once each; `mutants` does a few at random. The seed decides all chance.
"""

import random
from collections.abc import Callable, Iterable, Iterator
from copy import deepcopy
from itertools import count, product

import xmlschema
from lxml import etree
from xmlschema.validators import XsdAnyElement, XsdElement, XsdGroup

XS = "http://www.w3.org/2001/XMLSchema"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
KITH = "http://www.kith.no/xmlstds"
PERSONS = f"{KITH}/felleskomponent1"
HEAD = f"{KITH}/msghead/2006-05-24"
SIGNATURE = "http://www.w3.org/2000/09/xmldsig#"
BASE64 = f"{{{KITH}/base64container}}Base64Container"

# One valid value for each built-in type the schemas use.
VALUES = {
    "string": "tekst", "token": "kode", "NMTOKEN": "kode", "boolean": "true", "integer": "7",
    "double": "2.5e1", "decimal": "1.5", "date": "2025-03-02", "dateTime": "2025-03-02T10:15:00",
    "time": "10:15:00", "gYear": "2025", "gYearMonth": "2025-03", "anyURI": "urn:x", "base64Binary": "QUJD",
}  # fmt: skip
# Values that tell one type from another: each is right somewhere and wrong elsewhere.
POOL = (
    *VALUES.values(), "", " ", "x y", " kode ", "0", "-1", "false", "TRUE", "INF", "NaN", "Q", "http://[x",
    "1.2.578", "1..2", ".1", "1.", "2" * 40, "2" * 40 + "x", "\u0661.\u0662", "2025-02-30", "2025-03-02Z",
    "02.03.2025", "25:00:00", "2025-03-02T10:15:00.5+01:00", "2025-03-02T24:00:00", "SHA-1", "TXT", "B64",
    "text/plain", "Z", "GZ", "ZL", "DF", "NI", "NA", "UNK", "NASK", "ASKU", "NAV", "OTH", "PINF", "NINF",
    "Legemidler", "Cave/allergier", "Andre notater", "Uspesifisert", "Mappe", "Dokument", "Fragment",
    "Dataelement", "Tilleggsinfo", "EPJ sak", "EPJ dokument", "EPJ fragment", "EPJ ekstrakt",
    "Importert EPJ sak", "Importert EPJ dokument", "v1.2 2006-05-24", "v1.1 2012-02-15",
)  # fmt: skip
MARKS = ("basiskomponenttype", "komponenttype", "informasjonskategori")
ATTRIBUTES = (
    *product(("V", "DN", "OT", "U", "Id", "Type", "URI", "komponentID", "{urn:ukjent}a"), ("kode",)),
    *product(("S", "V"), ("1.2.578", "2025-03-02")),
    *product((f"{{{KITH}}}{n}" for n in ("NULL", "MT", "COMPN", "ICA", "IC", "ENC")), ("kode", "QUJD")),
    *product((f"{{{KITH}/epj/meta/2008-02-20}}{n}" for n in MARKS), ("kode", "Dokument", "Legemidler")),
    (f"{{{XSI}}}nil", "true"), (f"{{{XSI}}}schemaLocation", "urn:x x.xsd"),
)  # fmt: skip
# The last names of PERSONS and HEAD are groups of ours, which must not pass for types.
TYPES = (
    *product((XS,), ("anyType", "normalizedString", "int", *VALUES)),
    *product(
        (KITH,),
        ("CS", "CV", "TS", "PQ", "MO", "REAL", "BL", "ST", "INT", "URL", "RTO", "ED", "TN", "base", "oid"),
    ),
    *product(
        (PERSONS,), ("Person", "HealthcareProfessional", "Organisation", "Ident", "Address", "Privatperson")
    ),
    *product((HEAD,), ("Ident", "Address", "TeleCom", "oid", "Helsepersonell")),
    *product((SIGNATURE,), ("DigestValueType", "CryptoBinary", "ReferenceType", "ObjectType")),
)
STRANGERS = ("{urn:fremmed}ting", "ting", BASE64, f"{{{KITH}}}REF", f"{{{SIGNATURE}}}KeyName")

Particle = XsdElement | XsdGroup | XsdAnyElement
Edit = tuple[object, ...]


class Sampler:
    """Writes documents that a compiled schema allows.

    `fill` is the chance that something optional is there, down to `deep` levels; further down only what must
    be. `branch` says which way to go where the schema leaves a choice.
    """

    def __init__(self, schema: xmlschema.XMLSchema, roots: Iterable[str], seed: int) -> None:
        self.elements = schema.maps.elements
        self.roots = sorted(roots)
        self.rng = random.Random(seed)  # noqa: S311 - repeatable, not secret
        self.ids = count(1)

    def sample(self, root: str, fill: float, deep: int, branch: int) -> etree._Element:
        self.fill, self.deep, self.branch = fill, deep, branch
        return self._element(self.elements[root], depth=0)

    def _element(self, declared: XsdElement, depth: int) -> etree._Element:
        node = etree.Element(declared.name)
        kind = declared.type
        if kind.name == f"{{{XS}}}anyType":
            self._anything(node)
            return node
        for name, attribute in declared.attributes.items():
            if name and (attribute.use == "required" or self._there(depth)):
                node.set(name, attribute.fixed or self._value(attribute.type))
        if kind.has_simple_content() or kind.is_simple():
            node.text = declared.fixed or self._value(kind if kind.is_simple() else kind.content)
        else:
            self._group(node, kind.content, depth + 1)
        return node

    def _group(self, node: etree._Element, group: XsdGroup, depth: int) -> None:
        if not (group.min_occurs or self._there(depth)):
            return
        particles = list(group)
        if group.model == "choice" and not (group.max_occurs is None and self.fill == 1):
            particles = [particles[self.branch % len(particles)]]
        for particle in particles:
            self._particle(node, particle, depth)

    def _particle(self, node: etree._Element, particle: Particle, depth: int) -> None:
        if isinstance(particle, XsdGroup):
            self._group(node, particle, depth)
        elif particle.min_occurs or self._there(depth):
            if isinstance(particle, XsdAnyElement):
                self._wildcard(node, particle)
            else:
                node.append(self._element(particle, depth))

    def _there(self, depth: int) -> bool:
        return depth <= self.deep and self.rng.random() < self.fill

    def _wildcard(self, node: etree._Element, wildcard: XsdAnyElement) -> None:
        if wildcard.process_contents == "lax":
            etree.SubElement(node, "{urn:fremmed}ting").text = "tekst"
        if wildcard.namespace == ("##any",) and self.branch % 2:
            self._known(node)
        elif wildcard.process_contents == "strict":
            etree.SubElement(node, BASE64).text = "QUJD"

    def _known(self, node: etree._Element) -> None:
        """Any element of the schema, at its shortest."""
        fill, self.fill = self.fill, 0.0
        node.append(self._element(self.elements[self.rng.choice(self.roots)], depth=0))
        self.fill = fill

    def _anything(self, node: etree._Element) -> None:
        node.text = "tekst"
        etree.SubElement(node, "{http://www.w3.org/1999/xhtml}div").text = "tekst"
        if self.branch % 2:
            self._known(node)

    def _value(self, kind: object) -> str:
        if kind.enumeration:
            return str(kind.enumeration[0])
        if kind.local_name in ("ID", "oid"):
            return f"id{next(self.ids)}" if kind.local_name == "ID" else "2.16.578"
        if kind.is_union():
            return self._value(self.rng.choice(kind.member_types))
        while kind.target_namespace != XS:
            kind = kind.base_type
        return VALUES[kind.local_name]


def _remove(node: etree._Element) -> None:
    node.getparent().remove(node)


def _repeat(node: etree._Element) -> None:
    node.addnext(deepcopy(node))


def _swap(node: etree._Element) -> None:
    if (following := node.getnext()) is not None:
        following.addnext(node)


def _move(node: etree._Element, place: int) -> None:
    node.getparent().insert(place, node)


def _insert(node: etree._Element, tag: str, place: int) -> None:
    node.insert(place, etree.Element(tag))


def _empty(node: etree._Element) -> None:
    node.text = None
    del node[:]


def _drop(node: etree._Element, name: str) -> None:
    node.attrib.pop(name)


def _retype(node: etree._Element, namespace: str, name: str) -> None:
    """Asks for another type than the declared one. The element is made anew, to declare the prefix on it."""
    typed = etree.Element(node.tag, dict(node.attrib), nsmap={"t": namespace})
    typed.text, typed.tail = node.text, node.tail
    typed.extend(list(node))
    node.getparent().replace(node, typed)
    # lxml gives up our prefix where the document already has one for the namespace.
    prefix = next((prefix for prefix, uri in typed.nsmap.items() if uri == namespace), "t")
    typed.set(f"{{{XSI}}}type", f"{prefix}:{name}" if prefix else name)


def _structure(node: etree._Element) -> Iterator[Edit]:
    if node.getparent() is not None:
        yield from ((_remove,), (_repeat,), (_swap,), (_move, 0), (_move, 999), (setattr, "tail", "tekst"))
    yield (_empty,)
    yield from ((_insert, tag, place) for tag in STRANGERS for place in (0, 999))


def _names(node: etree._Element) -> Iterator[Edit]:
    name = etree.QName(node).localname
    for tag in (
        name,
        name + "X",
        f"{{urn:feil}}{name}",
        *(f"{{{uri}}}{name}" for uri in (KITH, PERSONS, HEAD)),
    ):
        yield setattr, "tag", tag


def _values(node: etree._Element) -> Iterator[Edit]:
    yield from ((setattr, "text", value) for value in POOL)


def _attributes(node: etree._Element) -> Iterator[Edit]:
    for name in node.attrib:
        yield _drop, name
        yield from ((etree._Element.set, name, value) for value in POOL)


def _additions(node: etree._Element) -> Iterator[Edit]:
    yield from ((etree._Element.set, name, value) for name, value in ATTRIBUTES)


def _types(node: etree._Element) -> Iterator[Edit]:
    if node.getparent() is not None:
        yield from ((_retype, namespace, name) for namespace, name in TYPES)


KINDS: tuple[Callable[[etree._Element], Iterator[Edit]], ...] = (
    _structure, _structure, _names, _values, _attributes, _additions, _types,
)  # fmt: skip


def _spoil(node: etree._Element, edit: Edit) -> str:
    change, *details = edit
    said = f"{node.tag} {change.__name__} {details}"
    change(node, *details)
    return said


def _around(node: etree._Element, edit: Edit) -> tuple[object, ...]:
    """What makes a place: the element and its parent, and what follows it when order is the matter."""
    if edit[0] is etree._Element.set:
        return (node.tag,)  # elements of one name have the same attributes nearly everywhere
    places = [node, node.getparent()] + ([node.getnext()] if edit[0] in (_remove, _swap, _move) else [])
    return tuple(other.tag for other in places if other is not None)


def sweep(documents: Iterable[etree._Element]) -> Iterator[tuple[str, etree._Element]]:
    """Every edit in every kind of place, once."""
    seen: set[tuple[object, ...]] = set()
    for document in documents:
        for index, node in enumerate(list(document.iter("*"))):
            for edit in (edit for kind in KINDS[1:] for edit in kind(node)):
                if (key := (*_around(node, edit), *edit)) not in seen:
                    seen.add(key)
                    copy = deepcopy(document)
                    yield _spoil(list(copy.iter("*"))[index], edit), copy


def mutants(document: etree._Element, seed: str, number: int) -> Iterator[tuple[str, etree._Element]]:
    """`number` copies of the document, each with one or two edits, and what they were."""
    rng = random.Random(seed)  # noqa: S311 - repeatable, not secret
    for _ in range(number):
        copy = deepcopy(document)
        said = []
        for _ in range(rng.choice((1, 1, 1, 2))):
            node = rng.choice(list(copy.iter("*")))
            edits = list(rng.choice(KINDS)(node))
            said += [_spoil(node, rng.choice(edits))] if edits else []
        yield " and ".join(said), copy
