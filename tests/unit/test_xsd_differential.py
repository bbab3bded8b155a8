"""Our schemas give the official verdict on whatever the schemas can make, and on every small wrong in it.

Whole messages, and wrongs at random: test_xsd_whole.py.
"""

import pytest
from lxml import etree
from xmlschema.validators import XsdAtomicRestriction
from xsd_mutants import sweep
from xsd_sampler import Sampler
from xsd_sets import OFFICIAL, OURS, Document, compiled, model, official_examples
from xsd_values import POOL, XS

from adapters.messages.namespaces import EPIKRISE_10, EPIKRISE_11, EPIKRISE_12, MSGHEAD

SEED = 20250302
DEEP, SHALLOW = 8, 2
BRANCHES = range(6)  # no choice between elements that exclude each other has more ways
XML = "http://www.w3.org/XML/1998/namespace"
HENVISNING = "http://www.kith.no/xmlstds/henvisning/2012-02-15"  # a standard that no set here has


def names(of: str, kind: str) -> dict[str, set[str]]:
    """Namespace to the global names a document can use in it: as root, in a wildcard or in xsi:type."""
    known: dict[str, set[str]] = {}
    for name in getattr(model(OURS if of == "ours" else OFFICIAL).maps, kind):
        tag = etree.QName(name)
        known.setdefault(tag.namespace, set()).add(tag.localname)
    return known


@pytest.fixture(scope="module")
def roots() -> list[str]:
    tags = names("ours", "elements").items()
    return sorted(f"{{{space}}}{name}" for space, local in tags for name in local if "XMLSchema" not in space)


@pytest.fixture(scope="module")
def sampler(roots: list[str]) -> Sampler:
    return Sampler(model(OFFICIAL), roots, SEED)


@pytest.fixture(scope="module")
def samples(sampler: Sampler, roots: list[str]) -> list[Document]:
    """For each root the shortest document, one of middle size and one with nearly everything."""
    return [
        (f"{root} {fill}", sampler.sample(root, fill, DEEP, 0)) for root in roots for fill in (0.0, 0.5, 1.0)
    ]


@pytest.fixture(scope="module")
def shallow(sampler: Sampler, roots: list[str]) -> list[etree._Element]:
    """For each root and each way through its choices, all that stands two levels down, without repetition."""
    found = [sampler.sample(root, 1.0, SHALLOW, branch) for root in roots for branch in BRANCHES]
    return list({etree.tostring(root): root for root in found}.values())


def verdicts(document: etree._Element) -> tuple[bool, bool]:
    """Ours and the official one."""
    return compiled(OURS).validate(document), compiled(OFFICIAL).validate(document)


@pytest.mark.parametrize("kind", ["elements", "types", "attributes"])
def test_the_names_of_each_namespace_are_the_official_ones(kind: str) -> None:
    """No name is missing, and none is ours alone: a sender could put it in xsi:type."""
    assert names("ours", kind) == names("official", kind)


def test_every_listed_value_is_tried() -> None:
    """The values that a type lists are all in the pool, so that one we forget is found."""
    kinds = model(OFFICIAL).maps.iter_components(XsdAtomicRestriction)
    simple = [kind for kind in kinds if isinstance(kind, XsdAtomicRestriction)]
    theirs = [kind for kind in simple if kind.enumeration and kind.target_namespace not in (XS, XML)]
    listed = {str(value) for kind in theirs for value in kind.enumeration or ()}
    assert len(listed) > 30 and listed <= set(POOL)


def test_generated_samples_are_valid_in_both(samples: list[Document], shallow: list[etree._Element]) -> None:
    """Every global element as root, short and long, by every branch."""
    made = samples + [(root.tag, root) for root in shallow]
    assert len(made) > 2_000
    assert [name for name, root in made if verdicts(root) != (True, True)] == []


def test_each_single_wrong_gets_the_same_verdict(shallow: list[etree._Element]) -> None:
    """Every element gone, doubled, moved, renamed, given every value and every type, and so on."""
    tried, found = 0, []
    ours, official = compiled(OURS).validate, compiled(OFFICIAL).validate
    for wrong, mutant in sweep(shallow):
        tried += 1
        if ours(mutant) != official(mutant):
            found.append(wrong)
    assert tried > 500_000
    assert found == []
    assert all(map(ours, shallow)), "a wrong was not mended, and the next ones hid behind it"


@pytest.mark.parametrize("namespace", ["urn:ukjent", HENVISNING, EPIKRISE_12 + "x", ""])
def test_an_unknown_payload_is_refused(namespace: str) -> None:
    """A message of a type whose schema is in neither set, with the official example's own head."""
    message = next(root for name, root in official_examples() if root.tag == f"{{{MSGHEAD}}}MsgHead")
    assert verdicts(message) == (True, True)
    content = next(message.iter(f"{{{MSGHEAD}}}Content"))
    content[:] = [etree.Element(etree.QName(namespace or None, "Message"))]
    assert verdicts(message) == (False, False)


@pytest.mark.parametrize(("namespace", "nests"), [(EPIKRISE_10, 0), (EPIKRISE_11, 0), (EPIKRISE_12, 1)])
def test_an_event_in_an_event(namespace: str, nests: bool, sampler: Sampler) -> None:
    """Only 1.2 has them: before that a key is asked for that no Event can have, so that none can be there."""
    event = sampler.sample(f"{{{namespace}}}Event", 1.0, SHALLOW, 0)
    for other in event.findall(f"{{{namespace}}}Event"):
        event.remove(other)
    assert verdicts(event) == (True, True)
    before = event.find(f"{{{namespace}}}Service")
    for inner in (sampler.sample(event.tag, fill, SHALLOW, 0) for fill in (0.0, 1.0)):
        before.addprevious(inner)
        assert verdicts(event) == (nests, nests)
        inner.set("Id", "1")
        assert verdicts(event) == (False, False)
        event.remove(inner)
