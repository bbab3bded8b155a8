"""docs/leverandor.md shows what plo check really prints."""

import re
from pathlib import Path

import pytest
from broken_reports import GEN_DATE, REPORT, STANDARDS, STATUS, broken
from cli_runner import run_plo

PAGE = Path(__file__).resolve().parents[2] / "docs" / "leverandor.md"
INNLAGT = next(STANDARDS.rglob("Pasientlogistikk_Innlagt_pasient_v1-6_Ny.xml")).read_bytes()
INBOX = {
    "avkortet.xml": REPORT[:3000],
    "innlagt.xml": INNLAGT,
    "rapport.xml": broken((STATUS, b""), (GEN_DATE, b"<GenDate>02.02.2018</GenDate>")),
    "type.xml": INNLAGT.replace(b'V="LOG_INNLAGT"', b'V="LOG_UTSKREVET"', 1),
}


def test_the_example_is_what_is_printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same command on the same four files, in a terminal of 100 columns."""
    monkeypatch.chdir(tmp_path)
    Path("innboks").mkdir()
    for name, content in INBOX.items():
        Path("innboks", name).write_bytes(content)
    (shown,) = re.findall(r"```console\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    command, _, output = shown.partition("\n")
    ran = run_plo(*command.removeprefix("$ plo ").split())
    assert ran.code == 1
    assert [line.rstrip() for line in output.splitlines()] == [line.rstrip() for line in ran.out.splitlines()]


def test_it_is_one_page() -> None:
    """No longer than what somebody reads before going live."""
    assert len(PAGE.read_text(encoding="utf-8").splitlines()) < 110
