"""The documents that people read: what they link to and show is there, and each of them is linked to."""

import re
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from typer.core import TyperGroup

from broker.cli.tree import plo

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("deploy/**/*.md")])
OURS = ("broker", "adapters", "consumers", "schemas")
LINK = re.compile(r"!?\[[^\]]*\]\(([^()\s]+)\)")
CODE = re.compile(r"^```.*?^```|`[^`\n]*`", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^#{1,6} +(.+?)\s*$", re.MULTILINE)


def links(page: Path) -> Iterator[tuple[Path, str]]:
    """The file and the anchor of each link to something of ours."""
    for target in LINK.findall(CODE.sub("", page.read_text(encoding="utf-8"))):
        if not re.match(r"[a-z]+:", target):
            path, _, anchor = target.partition("#")
            yield (page.parent / path).resolve() if path else page, anchor


def anchors(page: Path) -> set[str]:
    """What the headings of a page are called in links: lower case, words joined by hyphens."""
    text = re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    found: list[str] = []
    for heading in HEADING.findall(text):
        plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower()
        name = re.sub(r"[^\w\- ]", "", plain).replace(" ", "-")
        found.append(f"{name}-{found.count(name)}" if name in found else name)
    return set(found)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    """To a file or folder that is there, and to a heading that it has."""
    for target, anchor in links(page):
        assert target.exists(), target.relative_to(ROOT)
        assert not anchor or anchor in anchors(target), f"{target.name}#{anchor}"


def test_every_page_is_found_from_the_readme() -> None:
    """By links alone, a folder standing for the pages in it."""
    seen, waiting = set[Path](), [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page.is_dir():
            waiting += page.glob("*.md")
        elif page.suffix == ".md" and page not in seen:
            seen.add(page)
            waiting += [target for target, _ in links(page)]
    assert len(PAGES) > 20
    assert not {str(page.relative_to(ROOT)) for page in set(PAGES) - seen}


def test_pages_that_the_code_names_are_there() -> None:
    """Hints to users, and comments: docs/<page>.md, docs/adr/<number>."""
    code = [path for folder in OURS for path in (ROOT / folder).rglob("*.py")]
    pages = re.compile(r"docs/(?:adr/\d{4}|[\w/]+\.md)")
    named = {name for path in code for name in pages.findall(path.read_text(encoding="utf-8"))}
    assert len(named) > 5
    assert not {name for name in named if not list(ROOT.glob(f"{name}*"))}


def test_files_that_pages_name_are_there() -> None:
    """adapters/failpoint.py; of tests/unit/test_rules_<subject>.py there is one that begins so."""
    ours = re.compile(rf"(?<![\w/.-])(?:{'|'.join(OURS)}|tests)/[\w/.]*\w")
    named = {name for page in PAGES for name in ours.findall(page.read_text(encoding="utf-8"))}
    assert len(named) > 10
    assert not {name for name in named if not list(ROOT.glob(f"{name}*"))}


def test_the_example_of_a_rule_is_a_rule() -> None:
    """What CONTRIBUTING.md shows stands so in the code and its test."""
    shown = re.findall(
        r"^   ```python\n(.*?)^   ```$",
        (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"),
        re.MULTILINE | re.DOTALL,
    )
    places = ("consumers/rules/innleggelsesrapport.py", "tests/unit/test_rules_innleggelsesrapport.py")
    code = "\n".join((ROOT / place).read_text(encoding="utf-8") for place in places)
    assert len(shown) == 3
    assert all(textwrap.dedent(one) in code for one in shown)


def test_the_readme_names_every_command() -> None:
    """Those of the first level."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    named = re.search(r"^\| Commands \|.*`plo ([^`]*)`", readme, re.MULTILINE)
    assert named
    whole = typer.main.get_command(plo)
    assert isinstance(whole, TyperGroup)
    assert set(named[1].split(", ")) == set(whole.commands)
