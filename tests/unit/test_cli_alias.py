"""plo alias and plo analyse --aliases: a table of numbers, of which nothing is kept but pseudonyms."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from builders import ILL, PATIENT, innlagt_xml, rapport_xml, utskrevet_xml
from cli_runner import run_plo

from adapters.kafka.records import Incoming
from broker.cli.exits import Stop
from broker.cli.patients.koblinger import read, sorted_out
from broker.koblinger import Pair, fact, record_of
from consumers.detect import row_of

KEY = b"nokkel"
FNR, DNR, HNR = "13116900216", "55076500559", "13416900250"
A, B, C = "a" * 64, "b" * 64, "c" * 64


def file(folder: Path, text: str) -> Path:
    made = folder / "numre.csv"
    made.write_text(text, encoding="utf-8")
    return made


@pytest.mark.parametrize("mark", [",", ";"])
def test_numbers_become_pairs(tmp_path: Path, mark: str) -> None:
    """With or without its type; the same line twice is one pair; blank lines are nothing."""
    lines = [("id", "fnr"), (DNR, FNR), (f"DNR {DNR}", f"FNR {FNR}"), ("", ""), (HNR, FNR)]
    pairs = read(file(tmp_path, "\n".join(mark.join(line) for line in lines)), KEY)
    assert len(pairs) == 2 and len({pair.pid for pair in pairs}) == 1
    assert all(len(pid) == 64 for pair in pairs for pid in pair)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "kan ikke leses"),
        ("nummer,fnr\n", "kan ikke leses"),
        (f"id,fnr\n{DNR},{FNR}\n{DNR}\n", "linje 3 "),
        (f"id,fnr\n{DNR},{FNR},x\n", "linje 2 "),
        (f"id,fnr\n{DNR},\n", "linje 2 "),
        (f"id,fnr\n123,{FNR}\n", "linje 2 "),
        (f"id,fnr\n{FNR},{FNR}\n", "linje 2 "),
        (f"id,fnr\n{DNR},{FNR}\n{DNR},12057900499\n", "linje 3 "),
        ("id,fnr\n" + "x,y\n" * 12, "2, 3, 4, 5, 6, 7, 8, 9, 10, 11 … "),
        ('id,fnr\n"a"b,c\n', "kan ikke leses"),
    ],
)
def test_a_wrong_file(tmp_path: Path, text: str, words: str) -> None:
    """The lines are told, and never what they hold; nothing is done."""
    ran = run_plo("alias", "import", str(file(tmp_path, text)), env={"PLO_HOME": str(tmp_path)})
    assert ran.code == 2 and words in ran.err
    assert not any(number in ran.err + ran.out for number in (FNR, DNR, "12057900499"))


def test_no_file_and_no_service(tmp_path: Path) -> None:
    """Each is said, with what to do."""
    env = {"PLO_HOME": str(tmp_path)}
    assert run_plo("alias", "import", str(tmp_path / "borte.csv"), env=env).code == 2
    ran = run_plo("alias", "import", str(file(tmp_path, f"id,fnr\n{DNR},{FNR}\n")), env=env)
    assert (ran.code, "plo run" in ran.err) == (3, True)
    assert run_plo("alias", "list", env=env).code == 3


def test_told_before(tmp_path: Path) -> None:
    """What is told already is not told again; a number of another person stops it all."""
    assert sorted_out([Pair(A, C), Pair(B, C)], {(A, C)}) == [Pair(B, C)]
    assert sorted_out([Pair(B, C)], {(A, B)}) == [Pair(B, C)]  # in the middle of a chain
    with pytest.raises(Stop, match="1 av numrene er alt koblet til en annen person") as stopped:
        sorted_out([Pair(A, C), Pair(B, C)], {(A, B)})
    assert stopped.value.code == 1


def test_fact_as_it_travels() -> None:
    """Keyed by the pid that holds now, and read back as what it tells."""
    at = datetime(2026, 2, 12, tzinfo=UTC)
    record = record_of(fact(Pair(A, B), True, "vakt", at))
    row = row_of(Incoming(record.topic, 0, 0, 0, record.key, record.value, record.headers))
    assert (row.pid, row.aliases, row.kobling) == (B, (), (A, B, True, at))


def test_who_is_no_patient(tmp_path: Path) -> None:
    """--av with what may be a number is refused before anything is told."""
    env = {"PLO_HOME": str(tmp_path)}
    assert run_plo("key", "create", "x", "--her", "90001", env=env).code == 0  # makes the store
    ran = run_plo("alias", "import", str(file(tmp_path, f"id,fnr\n{DNR},{FNR}\n")), "--av", FNR, env=env)
    assert (ran.code, FNR in ran.err) == (2, False)


def test_analyse_with_a_table(tmp_path: Path) -> None:
    """Two patients, and both lack something; with the table they are one, who lacks neither."""
    archive = tmp_path / "arkiv"
    archive.mkdir()
    messages = [
        innlagt_xml(patient=ILL["hnr"], gen_date="2026-02-03T10:30:00"),
        utskrevet_xml(patient=ILL["hnr"], gen_date="2026-02-07T12:00:00"),
        rapport_xml(patient=PATIENT, gen_date="2026-02-07T12:00:00"),
    ]
    for number, raw in enumerate(messages):
        (archive / f"{number}.xml").write_bytes(raw)
    numbers = file(tmp_path, f"id,fnr\n{ILL['hnr'].idents[0][1]},{PATIENT.idents[0][1]}\n")
    words = ("analyse", str(archive), "--now", "2026-03-01", "--json")
    env = {"PLO_HOME": str(tmp_path)}
    apart, joined = run_plo(*words, env=env), run_plo(*words, "--aliases", str(numbers), env=env)
    missing = {"R-U11", "R-U14"}
    assert missing <= {row["rule"] for row in apart.rows} and "2 pasienter" in apart.err
    assert not missing & {row["rule"] for row in joined.rows} and "1 pasient" in joined.err
