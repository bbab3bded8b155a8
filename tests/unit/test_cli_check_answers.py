"""plo check --apprec writes what would have been sent; --official compares with other schemas."""

import shutil
from pathlib import Path

import pytest
from cli_runner import EXAMPLES, run_plo
from judging import STANDARDS, official
from lxml import etree

INNLAGT = "Pasientlogistikk_Innlagt_pasient_v1-6_Ny.xml"
RAPPORT = "Utskrivningsrapport_v1-6_Ny.xml"
STATUS = b'<Forsendelsesstatus V="N" DN="Ny"/>'
OFFICIAL = str(STANDARDS / "xsd")


def example(name: str) -> bytes:
    """An official example, by its file name."""
    return next(EXAMPLES.rglob(name)).read_bytes()


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """One that is accepted, one that is refused, and one that nobody can answer."""
    folder = tmp_path / "inn"
    (folder / "under").mkdir(parents=True)
    (folder / "god.xml").write_bytes(example(INNLAGT))
    (folder / "under" / "god.xml").write_bytes(example(RAPPORT).replace(STATUS, b""))
    (folder / "uleselig.xml").write_bytes(b"<a>")
    return folder


def test_the_apprecs_are_those_that_would_be_sent(inbox: Path, tmp_path: Path) -> None:
    """One file for each message that can be answered, valid, positive or negative, named after it."""
    out = tmp_path / "svar"
    ran = run_plo("check", "--apprec", str(out), str(inbox))
    assert ran.code == 1 and f"2 AppRec-er skrevet i {out}." in ran.out
    files = sorted(out.iterdir())
    assert [file.name.removeprefix(str(inbox).replace("/", "_").strip("_")) for file in files] == [
        "_god.apprec.xml",
        "_under_god.apprec.xml",
    ]
    for file, status, answered in zip(files, "12", (INNLAGT, RAPPORT), strict=True):
        root = etree.fromstring(file.read_bytes())
        assert official().valid(root)
        assert root.find("{*}Status").get("V") == status
        assert root.find("{*}OriginalMsgId/{*}Id").text.encode() in example(answered)


def test_what_was_there_is_replaced_and_told_of(inbox: Path, tmp_path: Path) -> None:
    """Said on screen, or beside the JSON; no half file is left."""
    out = tmp_path / "svar"
    run_plo("check", "--apprec", str(out), str(inbox))
    again = run_plo("check", "--json", "--apprec", str(out), str(inbox))
    assert "2 filer lå der fra før og er erstattet." in again.err
    assert len(again.rows) == 3 and len(list(out.iterdir())) == 2


def test_two_messages_of_one_name_have_an_answer_each(tmp_path: Path) -> None:
    """In one run nothing takes the place of another."""
    for name in ("a b.xml", "a_b.xml"):
        (tmp_path / name).write_bytes(example(INNLAGT))
    out = tmp_path / "svar"
    ran = run_plo("check", "--apprec", str(out), str(tmp_path / "a b.xml"), str(tmp_path / "a_b.xml"))
    assert ran.code == 0 and "erstattet" not in ran.out
    assert len(list(out.iterdir())) == 2


def test_a_folder_of_apprecs_is_no_inbox(inbox: Path, tmp_path: Path) -> None:
    """Neither inside what is checked, nor where nothing can be written."""
    inside = run_plo("check", "--apprec", str(inbox / "svar"), str(inbox))
    assert (inside.code, (inbox / "svar").exists()) == (2, False)
    (tmp_path / "fil").write_bytes(b"")
    assert run_plo("check", "--apprec", str(tmp_path / "fil"), str(inbox)).code == 2


def test_official_schemas_that_agree(inbox: Path) -> None:
    """Every message is compared that can be read, also one that both refuse."""
    ran = run_plo("check", "--official", OFFICIAL, str(inbox))
    assert "0 forskjeller fra de offisielle skjemaene i 2 filer." in ran.out
    alone = run_plo("check", "--json", "--official", OFFICIAL, str(inbox / "god.xml"))
    assert alone.code == 0
    assert alone.rows[0]["official"] == {
        "differs": False, "ours": "gyldig", "official": "gyldig", "problems": [],
    }  # fmt: skip


def test_official_schemas_that_do_not(inbox: Path, tmp_path: Path) -> None:
    """A difference is listed with what the stricter set has against the message, and the exit code is 1."""
    folder = tmp_path / "xsd"
    shutil.copytree(OFFICIAL, folder)
    stricter = folder / "Pasientlogistikk-v1.6.xsd"
    text = stricter.read_bytes()
    again = b'<element ref="po:TidsfestetHendelse"/>'
    stricter.write_bytes(text.replace(again, again * 2, 1))
    ran = run_plo("check", "--official", str(folder), str(inbox / "god.xml"))
    assert ran.code == 1
    assert "✓ godtatt" in ran.out
    assert "≠ Våre skjemaer godtar meldingen, de offisielle godtar den ikke." in ran.out
    assert "«TidsfestetHendelse» mangler i «MeldingInnlagtPasient»." in ran.out
    assert "1 forskjell fra de offisielle skjemaene i 1 fil." in ran.out


@pytest.mark.parametrize(
    "driver", [None, b"<a", b"<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'><x/>"]
)
def test_schemas_that_cannot_be_used_are_a_mistake(inbox: Path, tmp_path: Path, driver: bytes | None) -> None:
    """A folder without a driver, or with one that is broken."""
    folder = tmp_path / "xsd"
    folder.mkdir()
    if driver is not None:
        (folder / "driver-all.xsd").write_bytes(driver)
    ran = run_plo("check", "--official", str(folder), str(inbox))
    assert (ran.code, ran.out) == (2, "")
    assert "xsd" in ran.err and "Traceback" not in ran.err
