"""Documents made from a schema. The seed decides all chance."""

import random
from collections.abc import Iterable
from itertools import count
from typing import Any

import xmlschema
from lxml import etree
from xmlschema.validators import XsdAnyElement, XsdComplexType, XsdElement, XsdGroup
from xsd_values import BASE64, VALUES, XS

Particle = XsdElement | XsdGroup | XsdAnyElement


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
        content = kind.content if isinstance(kind, XsdComplexType) else kind
        if isinstance(content, XsdGroup):
            self._group(node, content, depth + 1)
        else:
            node.text = declared.fixed or self._value(content)
        for key in declared.identities:  # the one key there is is on an attribute that nothing can have
            assert key.selector is not None
            for keyed in node.findall(key.selector.path, key.namespaces):
                node.remove(keyed)
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
        if wildcard.namespace == {"##any"} and self.branch % 2:
            self._known(node)
        elif wildcard.process_contents == "strict":
            etree.SubElement(node, BASE64).text = "JVBERi0xLjcK"

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

    def _value(self, kind: Any) -> str:
        if kind.enumeration:
            return str(kind.enumeration[0])
        if kind.local_name in ("ID", "oid"):
            return f"id{next(self.ids)}" if kind.local_name == "ID" else "2.16.578"
        if kind.is_union():
            return self._value(self.rng.choice(kind.member_types))
        while kind.target_namespace != XS:
            kind = kind.base_type
        return VALUES[kind.local_name]
