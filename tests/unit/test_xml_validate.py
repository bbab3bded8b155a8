"""The verdict: which messages follow their schema, and where schemas may come from."""

import threading
from pathlib import Path

import pytest
from lxml import etree

from adapters.xml.parse import parse
from adapters.xml.validate import DRIVER, Schema

REPO = Path(__file__).resolve().parents[2]
STANDARDS = REPO.parent / "shared" / "standards"
EXAMPLES = sorted((STANDARDS / "examples").rglob("*.xml"))
REPORT = next(STANDARDS.rglob("Utskrivningsrapport_v1-6_Ny.xml")).read_bytes()


@pytest.fixture(scope="module", params=["own", "official"])
def schema(request: pytest.FixtureRequest) -> Schema:
    return Schema(REPO / "schemas" / "xsd" if request.param == "own" else STANDARDS / "xsd")


def test_every_official_example_follows_the_published_schemas() -> None:
    """pitfalls.md §1: all of them are valid."""
    schema = Schema(STANDARDS / "xsd")
    assert len(EXAMPLES) > 25
    assert [e.name for e in EXAMPLES if not schema.valid(parse(e.read_bytes(), 10**7))] == []


def test_verdicts_of_many_threads_do_not_get_mixed_up(schema: Schema) -> None:
    """Verdict and log belong to the thread that asked."""
    good, bad = parse(REPORT, 10**7), parse(REPORT.replace(b"<BorAlene>true", b"<BorAlene>ja"), 10**7)
    wrong: list[bool] = []

    def work(root: etree._Element, verdict: bool) -> None:
        for _ in range(200):
            wrong.extend([True] * (schema.valid(root) is not verdict))
            wrong.extend([True] * (bool(schema.log(root)) is verdict))

    threads = [threading.Thread(target=work, args=pair) for pair in ((good, True), (bad, False)) * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_the_log_is_of_the_message_that_is_asked_about(schema: Schema) -> None:
    """Also when another was judged in between, and once its log was taken."""
    bad = parse(REPORT.replace(b"<BorAlene>true", b"<BorAlene>ja"), 10**7)
    worse = parse(REPORT.replace(b"<MsgInfo>", b"<MsgInfo x=''>"), 10**7)
    assert not schema.valid(bad)
    assert [entry.line for entry in schema.log(worse)] == [6]
    assert {entry.line for entry in schema.log(bad)} == {70}
    assert {entry.line for entry in schema.log(bad)} == {70}


def test_a_folder_without_schemas_is_refused_at_once(tmp_path: Path) -> None:
    """A wrong PLO_XSD_DIR shows at start, not at the first message."""
    with pytest.raises((OSError, etree.LxmlError)):
        Schema(tmp_path)


@pytest.mark.parametrize("location", ["http://127.0.0.1:9/x.xsd", "../x.xsd", "/etc/x.xsd"])
def test_schemas_come_from_their_folder_alone(tmp_path: Path, location: str) -> None:
    """An import from the network or from elsewhere on the disk is not followed."""
    folder = tmp_path / "xsd"
    folder.mkdir()
    (tmp_path / "x.xsd").write_text('<schema xmlns="http://www.w3.org/2001/XMLSchema"/>')
    (folder / DRIVER).write_text(
        '<schema xmlns="http://www.w3.org/2001/XMLSchema" xmlns:x="urn:x">'
        f'<import namespace="urn:x" schemaLocation="{location}"/><element name="a" type="x:t"/></schema>'
    )
    with pytest.raises((OSError, etree.LxmlError)):
        Schema(folder)
