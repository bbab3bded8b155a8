"""Our schemas give the verdict of the official ones, on good documents and on thousands of spoiled ones."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import xmlschema
from lxml import etree
from xsd_mutants import Sampler, mutants, sweep

REPO = Path(__file__).resolve().parents[2]
SHARED = REPO.parent / "shared"
OURS, OFFICIAL = REPO / "schemas/xsd", SHARED / "standards/xsd"
EXAMPLES = SHARED / "standards/examples"
COVERED = {
    EXAMPLES / "epikrise_1_2": 3,
    EXAMPLES / "plo_1_6/pasientlogistikk_1_6_mottak": 7,
    EXAMPLES / "plo_1_6/utskrivningsrapport_1.6_mottak": 3,
    SHARED / "domain/samples": 2,
}
SEED = 20250302
DEEP, SHALLOW = 8, 2
BRANCHES = range(5)  # no choice between elements that exclude each other has more ways
PER_SAMPLE, PER_EXAMPLE = 4, 100
# Where lxml and xmlschema read the standard differently, with the official set as with ours: unknown or
# nil types, the looks of a URI, a fixed value on a referred attribute, text beside a lone wildcard.
LIBRARIES_DIFFER = (
    "_retype",
    "XMLSchema-instance",
    "URI",
    "TeleAddress",
    "komponenttype",
    "}Content setattr ['t",
)

Document = tuple[str, etree._Element]


def documents(folder: Path, pattern: str) -> Iterator[Document]:
    for path in sorted(folder.rglob(pattern)):
        yield path.name, etree.parse(path).getroot()


def covered_examples() -> list[Document]:
    """The official files of the types we carry; one that is missing is an error, not fewer tests."""
    found = []
    for folder, number in COVERED.items():
        files = list(documents(folder, "apprec_1.1_*.xml" if folder.name == "samples" else "*.xml"))
        assert len(files) == number, f"{folder} holds {len(files)} of {number} files"
        found += files
    return found


def load(folder: Path) -> xmlschema.XMLSchema:
    driver = str(folder / "driver-all.xsd")
    return xmlschema.XMLSchema(
        driver, base_url=str(folder), allow="sandbox", defuse="nonlocal", use_fallback=False
    )


def names(schema: xmlschema.XMLSchema, kind: str) -> dict[str, set[str]]:
    """Namespace to the global names a document can use in it: as root, in a wildcard or in xsi:type."""
    known: dict[str, set[str]] = {}
    for name in getattr(schema.maps, kind):
        tag = etree.QName(name)
        known.setdefault(tag.namespace, set()).add(tag.localname)
    return known


@pytest.fixture(scope="module")
def official() -> etree.XMLSchema:
    return etree.XMLSchema(file=str(OFFICIAL / "driver-all.xsd"))


@pytest.fixture(scope="module")
def ours() -> etree.XMLSchema:
    return etree.XMLSchema(file=str(OURS / "driver-all.xsd"))


@pytest.fixture(scope="module")
def model() -> xmlschema.XMLSchema:
    """The official set as a tree of components, to make documents from."""
    return load(OFFICIAL)


@pytest.fixture(scope="module")
def roots() -> list[str]:
    tags = names(load(OURS), "elements").items()
    return sorted(f"{{{space}}}{name}" for space, local in tags for name in local if "XMLSchema" not in space)


@pytest.fixture(scope="module")
def sampler(model: xmlschema.XMLSchema, roots: list[str]) -> Sampler:
    return Sampler(model, roots, SEED)


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


@pytest.mark.parametrize("kind", ["elements", "types", "attributes"])
def test_the_names_of_each_namespace_are_the_official_ones(kind: str, model: xmlschema.XMLSchema) -> None:
    """No name is missing, and none is ours alone: a sender could put it in xsi:type."""
    mine, theirs = names(load(OURS), kind), names(model, kind)
    assert mine == {namespace: theirs[namespace] for namespace in mine}


def test_official_examples_of_our_types_are_valid(ours: etree.XMLSchema) -> None:
    """All fifteen, and every one of them also by the official schemas."""
    refused = [name for name, root in covered_examples() if not ours.validate(root)]
    assert refused == []


def test_other_types_are_refused(ours: etree.XMLSchema, official: etree.XMLSchema) -> None:
    """The one intended difference: a message type we do not carry has no schema with us."""
    mine = {name for name, _ in covered_examples()}
    others = [d for d in documents(EXAMPLES, "*.xml") if d[0] not in mine]
    assert len(others) == 18
    assert [name for name, root in others if ours.validate(root) or not official.validate(root)] == []


def test_generated_samples_are_valid_in_both(
    samples: list[Document],
    shallow: list[etree._Element],
    ours: etree.XMLSchema,
    official: etree.XMLSchema,
) -> None:
    """Every global element as root, short and long, by every branch."""
    made = samples + [(root.tag, root) for root in shallow]
    assert len(made) > 900
    refused = [name for name, root in made if not (official.validate(root) and ours.validate(root))]
    assert refused == []


def test_each_single_wrong_gets_the_same_verdict(
    shallow: list[etree._Element], ours: etree.XMLSchema, official: etree.XMLSchema
) -> None:
    """Every element gone, doubled, moved, renamed, given every value and every type, and so on."""
    tried, found = 0, []
    for wrong, mutant in sweep(shallow):
        tried += 1
        if official.validate(mutant) != ours.validate(mutant):
            found.append(wrong)
    assert tried > 150_000
    assert found == []


def disagreements(
    sources: list[Document], per_source: int, one: Callable[..., bool], other: Callable[..., bool]
) -> tuple[int, list[str]]:
    """How many random mutants were tried, and those on which the two schemas differ."""
    tried, found = 0, []
    for name, root in sources:
        for wrong, mutant in mutants(root, f"{SEED} {name}", per_source):
            tried += 1
            if one(mutant) != other(mutant):
                found.append(f"{name}: {wrong}")
    return tried, found


def test_wrongs_in_whole_documents_get_the_same_verdict(
    samples: list[Document], ours: etree.XMLSchema, official: etree.XMLSchema
) -> None:
    """The same wrongs at random in the official examples and in deep samples, sometimes two at once."""
    tried, found = disagreements(samples, PER_SAMPLE, official.validate, ours.validate)
    more, also = disagreements(covered_examples(), PER_EXAMPLE, official.validate, ours.validate)
    assert tried + more > 3500
    assert found + also == []


def test_both_libraries_give_the_same_verdict(ours: etree.XMLSchema, model: xmlschema.XMLSchema) -> None:
    """The slower library explains what the faster one refused, so they must not contradict each other."""
    slow = load(OURS)
    examples = covered_examples()
    assert [name for name, root in examples if not slow.is_valid(root)] == []
    tried, found = 0, []
    for name, root in examples:
        for wrong, mutant in mutants(root, f"{SEED} {name}", 10):
            if any(word in wrong for word in LIBRARIES_DIFFER):
                continue
            tried += 1
            if not ours.validate(mutant) == slow.is_valid(mutant) == model.is_valid(mutant):
                found.append(f"{name}: {wrong}")
    assert tried > 100
    assert found == []
