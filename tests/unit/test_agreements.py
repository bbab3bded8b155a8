"""The agreement: who the parties are, and every fault of the file with its line."""

from pathlib import Path

import pytest
from histories import at

from schemas.agreement_file import PART
from schemas.agreements import AgreementError, load
from schemas.frister import DEFAULTS, Frist

DEMO = Path(__file__).resolve().parents[2] / "schemas" / "avtale_demo.toml"

GOOD = """\
[[part]]
her = "1"
navn = "UNN HF"
kind = "helseforetak"
egen = true
"""
FORMER = '\n[[part.tidligere]]\nher = "7"\ntil = 2025-12-31\n'
"""Lines 7 to 9, with an empty one before."""


def problems(folder: Path, text: str) -> list[tuple[int, str]]:
    file = folder / "avtale.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(AgreementError) as caught:
        load(file)
    return list(caught.value.problems)


def test_demo_answers_for_every_party() -> None:
    """In the demo every message gets its AppRec, because every party is our own."""
    demo = load(DEMO)
    assert {part.her for part in demo.parts} == demo.own
    assert [part.kommunenr for part in demo.parts if part.kind == "kommune"] == ["5501", "5503"]
    assert demo.unn == "90001"


def test_who_owns_a_her_id() -> None:
    """A service (level 2) belongs to its party, but is none itself."""
    demo = load(DEMO)
    assert demo.owner("90102") is demo.owner("90101") is demo.part("90101")
    assert demo.part("90102") is None
    assert demo.part("4711") is None
    assert demo.kind("4711") == "ukjent"


def test_limits_of_a_kommune_go_before_common_ones(tmp_path: Path) -> None:
    """Default, then the file's own for all, then the kommune's."""
    file = tmp_path / "a.toml"
    kommune = '[[part]]\nher = "2"\nnavn = "K"\nkind = "kommune"\nkommunenr = "5501"\n'
    limits = (
        '[frister]\n"grace" = "5 min"\n"epikrise.hard" = "9 d"\n[frister.kommune."5501"]\ngrace = "1 h"\n'
    )
    file.write_text(GOOD + kommune + limits, encoding="utf-8")
    agreement = load(file)
    assert agreement.frist("grace") == Frist(5, "min")
    assert agreement.frist("grace", "5501") == Frist(1, "h")
    assert agreement.frist("epikrise.hard", "5501") == Frist(9, "d")
    assert agreement.frist("apprec", "5503") == DEFAULTS["apprec"] == Frist(96, "h")


@pytest.mark.parametrize(
    ("table", "codes"),
    [
        ("", {"1", "5"}),
        ("[tjenester]\n", {"1", "5"}),
        ('[tjenester]\nikke_helse = ["6", "5", "5"]\n', {"5", "6"}),
        ("[tjenester]\nikke_helse = []\n", set()),
    ],
)
def test_services_that_are_no_health_services(tmp_path: Path, table: str, codes: set[str]) -> None:
    """Practical help and meals, or those that the file names instead; it may name none."""
    file = tmp_path / "a.toml"
    file.write_text(GOOD + table, encoding="utf-8")
    assert load(file).ikke_helse == codes


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (GOOD + 'farge = "blå"\n', 6, "ukjent nøkkel «farge»"),
        (GOOD.replace('her = "1"', 'her = "1.5"'), 2, "HER-id"),
        (GOOD.replace('her = "1"', "her = 1"), 2, "HER-id"),
        (GOOD.replace('her = "1"\n', ""), 1, "«her» mangler"),
        (GOOD.replace("true", '"ja"'), 5, "true eller false"),
        (GOOD.replace("true", "false"), 1, "ingen part er egen"),
        (GOOD.replace("helseforetak", "sykehus"), 4, "helseforetak, kommune, fastlege, kad"),
        (GOOD.replace("helseforetak", "kommune"), 1, "kommunenummer"),
        (GOOD + 'dekning = ["alt"]\n', 6, "epikrise"),
        (GOOD + 'tjenester = "2"\n', 6, "nivå 2"),
        (GOOD + 'tjenester = ["2", "1"]\n', 6, "mer enn én gang"),
        (GOOD + GOOD, 7, "mer enn én gang"),
        (GOOD + '[frister]\n"epikrise.snart" = "7 d"\n', 7, "ukjent frist"),
        (GOOD + '[frister]\nepikrise.hard = "7 d"\n', 7, "anførselstegn"),
        (GOOD + '[frister]\n"epikrise.hard" = "en uke"\n', 7, "skal være en tid"),
        (GOOD + '[frister]\n"grace" = "døgnslutt"\n', 7, "skal være en tid"),
        (GOOD + '[frister.kommune."5501"]\n"grace" = "1 h"\n', 6, "5501"),
        (GOOD + "[frister]\nkommune = 3\n", 7, "tabell"),
        (GOOD + '[tjenester]\nhelse = ["15"]\n', 7, "ukjent nøkkel «helse»"),
        (GOOD + '[tjenester]\nikke_helse = "5"\n', 7, "liste av koder"),
        (GOOD + '[tjenester.navn]\n"90002" = ""\n', 7, "HER-id på nivå 2 og et navn"),
        (GOOD + '[tjenester]\nnavn = "Medisinsk A"\n', 7, "skal være en tabell"),
        (GOOD + '[tjenester]\nikke_helse = ["1", 5]\n', 7, "liste av koder"),
        (GOOD + '[tjenester]\nikke_helse = ["matombringing"]\n', 7, "9151"),
        (GOOD + "tidligere = 3\n", 6, "[[part.tidligere]]"),
        (GOOD + FORMER.replace('"7"', "7"), 8, "«her» skal være HER-id"),
        (GOOD + FORMER.replace('her = "7"\n', ""), 7, "«her» mangler"),
        (GOOD + FORMER.replace("til = 2025-12-31\n", ""), 7, "«til» mangler"),
        (GOOD + FORMER.replace("2025-12-31", '"2025-12-31"'), 9, "uten anførselstegn"),
        (GOOD + FORMER.replace("2025-12-31", "2025-12-31T10:00:00"), 9, "uten anførselstegn"),
        (GOOD + FORMER + "fra = 2026-01-01\n", 10, "senere enn «til»"),
        (GOOD + FORMER + 'navn = "X"\n', 10, "ukjent nøkkel «navn»"),
        (GOOD + FORMER.replace('"7"', '"1"'), 8, "i bruk nå"),
        (GOOD + FORMER + FORMER, 12, "to ganger for samme tid"),
        (GOOD + FORMER + GOOD.replace('"1"', '"2"') + FORMER + "fra = 2025-12-31\n", 17, "to ganger"),
        ("tjenester = 1\n" + GOOD, 1, "[tjenester]"),
        ("annet = 1\n" + GOOD, 1, "ukjent nøkkel «annet»"),
        ("produksjon = 1\n" + GOOD, 1, "true eller false"),
        ("part = 1\n", 1, "[[part]]"),
        ("frister = 1\n" + GOOD, 1, "[frister]"),
        (GOOD + "her = = 2\n", 6, "ikke gyldig TOML"),
    ],
)
def test_fault_names_its_line(tmp_path: Path, text: str, line: int, words: str) -> None:
    """Every fault of the file is told with the line it stands on."""
    found = problems(tmp_path, text)
    assert any(at_line == line and words in what for at_line, what in found), found


def test_all_faults_at_once(tmp_path: Path) -> None:
    """Two faults are two lines, in order, and the message shows file and line."""
    file = tmp_path / "avtale.toml"
    file.write_text(GOOD + 'farge = "blå"\n[frister]\n"x" = "1 h"\n', encoding="utf-8")
    with pytest.raises(AgreementError) as caught:
        load(file)
    assert str(caught.value).splitlines() == [
        f"{file}:6: ukjent nøkkel «farge»",
        f"{file}:8: ukjent frist «x»",
    ]


def test_file_that_cannot_be_read(tmp_path: Path) -> None:
    """No file, and a file in another encoding, are told of as plainly."""
    with pytest.raises(AgreementError, match="kan ikke leses"):
        load(tmp_path / "finnes-ikke.toml")
    (tmp_path / "latin1.toml").write_bytes("navn = 'Tromsø'".encode("latin-1"))
    with pytest.raises(AgreementError, match="UTF-8"):
        load(tmp_path / "latin1.toml")


def test_her_ids_of_before(tmp_path: Path) -> None:
    """Two in turn, and one that another party had after it: the file says whose each was, and when."""
    file = tmp_path / "a.toml"
    other = GOOD.replace('"1"', '"2"') + FORMER + "fra = 2020-01-01\n"
    first = FORMER.replace("2025", "2019")
    file.write_text(GOOD + first + FORMER.replace('"7"', '"8"') + other, encoding="utf-8")
    agreement = load(file)
    assert [old.her for old in agreement.parts[0].tidligere] == ["7", "8"]
    assert [agreement.her_at("7", at(f"{year}-06-01T12:00")) for year in (2019, 2020, 2026)] == [
        "1",
        "2",
        "7",
    ]
    assert agreement.her_at("8", at("2025-06-01T12:00")) == "1"


def test_wards_have_names(tmp_path: Path) -> None:
    """HER-id, level 2, to what people call it; none where the table is not there."""
    file = tmp_path / "avtale.toml"
    file.write_text(GOOD + '[tjenester.navn]\n"90002" = "Medisinsk A"\n', encoding="utf-8")
    assert load(file).enheter == {"90002": "Medisinsk A"}
    file.write_text(GOOD, encoding="utf-8")
    assert load(file).enheter == {}


def test_manual_lists_every_key() -> None:
    """docs/avtaler.md names every key of a part and every limit, with its default."""
    manual = (DEMO.parents[1] / "docs" / "avtaler.md").read_text(encoding="utf-8")
    for key in PART:
        assert f"| `{key}` |" in manual
    for key, limit in DEFAULTS.items():
        assert f"| `{key}` | {limit} |" in manual
