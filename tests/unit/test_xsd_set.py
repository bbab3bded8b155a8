"""The schema set is whole, closed to the outside, and in our own words."""

import re
from pathlib import Path

import xmlschema
from lxml import etree

REPO = Path(__file__).resolve().parents[2]
OURS, OFFICIAL = REPO / "schemas/xsd", REPO.parent / "shared/standards/xsd"
XS = "{http://www.w3.org/2001/XMLSchema}"
LONG = 60


def ours() -> list[Path]:
    found = sorted(OURS.glob("*.xsd"))
    assert found, OURS
    return found


def words(text: str) -> str:
    return " ".join(text.split())


def test_compiles_with_both_libraries() -> None:
    """No file beyond the folder is needed, and xmlschema is not allowed to look for one."""
    driver = str(OURS / "driver-all.xsd")
    etree.XMLSchema(file=driver)
    xmlschema.XMLSchema(driver, base_url=str(OURS), allow="sandbox", defuse="nonlocal", use_fallback=False)


def test_every_file_is_reached_from_the_driver() -> None:
    """All locations are names of files in the folder, and no file lies there unused."""
    reached, waiting = set(), ["driver-all.xsd"]
    while waiting:
        name = waiting.pop()
        if name in reached:
            continue
        reached.add(name)
        root = etree.parse(OURS / name).getroot()
        waiting += [e.get("schemaLocation") for e in root.iter(f"{XS}import", f"{XS}include")]
    assert reached == {path.name for path in ours()}


def test_files_are_plain() -> None:
    """UTF-8, no DOCTYPE to resolve, spaces in steps of two, lines and files that can be read."""
    for path in ours():
        text = path.read_bytes().decode("utf-8")
        lines = text.splitlines()
        assert lines[0] == '<?xml version="1.0" encoding="UTF-8"?>', path.name
        assert "<!DOCTYPE" not in text and "\t" not in text, path.name
        assert max(map(len, lines)) <= 110 and len(lines) <= 160, path.name
        assert not any(re.match(r"( {2})* <xs:(?!schema)", line) for line in lines), path.name


def official_prose() -> set[str]:
    """The lines of text, not markup, in the official set: documentation and comments."""
    prose = set()
    files = sorted(OFFICIAL.glob("*.xsd"))
    assert len(files) > 40, OFFICIAL
    for path in files:
        root = etree.parse(path, etree.XMLParser(load_dtd=False, no_network=True)).getroot()
        texts = [*root.iter(etree.Comment, f"{XS}documentation"), *root.itersiblings(preceding=True)]
        prose |= {words(line) for node in texts for line in (node.text or "").splitlines()}
    return {line for line in prose if len(line) > LONG}


def test_no_prose_is_copied() -> None:
    """No long line of ours repeats a line of official text, and we have no annotations to repeat it in."""
    prose = official_prose()
    assert len(prose) > 100
    for path in ours():
        lines = [words(line) for line in path.read_text(encoding="utf-8").splitlines()]
        assert not any("xs:annotation" in line for line in lines), path.name
        # Either may hold the other: ours has the comment signs on the same line.
        assert [
            line for line in lines if len(line) > LONG and any(p in line or line in p for p in prose)
        ] == []
