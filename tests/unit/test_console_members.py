"""Brukere and Revisjon, for administrators; plo user and plo audit in the terminal."""

from pathlib import Path

import pytest
from cli_runner import Ran, run_plo
from consoles import PASSWORD, add_user, logged_in

from broker.console import anchors

NEW = {"bruker": "ola", "navn": "Ola N", "rolle": ["leser", "koordinator"], "kommuner": "5501, 5503"}


async def test_an_administrator_makes_changes_and_shuts_out(tmp_path: Path) -> None:
    """From the form to the login of the new one, and out again; each step is in the log."""
    async with logged_in(tmp_path, "admin") as browser:
        made = await browser.post("/brukere", {**NEW, "passord": PASSWORD})
        assert made.headers["location"] == "/brukere"
        page = (await browser.get("/brukere")).text
        assert "Brukeren ola er laget." in page and "koordinator, leser" in page and "5501, 5503" in page
        ola = await browser.another()
        assert (await ola.log_in("ola")).status_code == 303
        await browser.post("/brukere/ola", {"navn": "Ola", "rolle": "drift", "kommuner": ""})
        assert "ser meldinger og XML" in (await ola.get("/min")).text
        await browser.post("/brukere/ola/stengt", {"inn": "nei"})
        assert (await ola.get("/min")).status_code == 303
        await browser.post("/brukere/ola/stengt", {"inn": "ja"})
        assert (await ola.log_in("ola")).status_code == 303
        log = (await browser.get("/revisjon?about=ola")).text
        for did in ("bruker.laget", "bruker.roller", "bruker.stengt", "bruker.åpnet"):
            assert did in log
        assert "innlogging" not in log.split("<tbody>")[1]


async def test_the_users_as_a_file(tmp_path: Path) -> None:
    """Who is there and what they may, and nothing of their passwords."""
    async with logged_in(tmp_path, "admin") as browser:
        await browser.post("/brukere", {**NEW, "passord": PASSWORD})
        filed = (await browser.get("/brukere.csv")).text
        assert "ola;Ola N;koordinator, leser;5501, 5503;" in filed and "argon2" not in filed
        assert (await browser.get("/brukere.xlsx")).content.startswith(b"PK")


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"passord": "kort"}, "minst 12 tegn"),
        ({"passord": "olaolaolaola"}, "for lett å gjette"),
        ({"bruker": "12057900499"}, "begynne med en bokstav"),
        ({"bruker": "kari"}, "finnes fra før"),
        ({"rolle": "sjef"}, "minst én rolle"),
        ({"kommuner": "Tromsø"}, "fire sifre"),
    ],
)
async def test_what_an_account_cannot_be(tmp_path: Path, changed: dict[str, str], told: str) -> None:
    """Said in words, and nothing is made."""
    async with logged_in(tmp_path, "admin") as browser:
        answer = await browser.post("/brukere", {**NEW, "passord": PASSWORD, **changed})
        assert answer.status_code == 422 and told in answer.text
        assert (await browser.get("/brukere/ola")).status_code == 404


async def test_nobody_shuts_themselves_out(tmp_path: Path) -> None:
    """Nor takes the role admin from themselves: somebody must be able to undo it."""
    async with logged_in(tmp_path, "admin") as browser:
        assert (await browser.post("/brukere/kari/stengt", {"inn": "nei"})).status_code == 422
        assert (await browser.post("/brukere/kari", {"rolle": "leser"})).status_code == 422
        assert (await browser.get("/brukere")).status_code == 200


async def test_the_log_on_screen_and_as_files(tmp_path: Path) -> None:
    """Filtered by the address, checked at a click, and fetched as CSV and XLSX."""
    async with logged_in(tmp_path, "admin") as browser:
        await add_user(browser.desk.store, "ola", "leser")
        await (await browser.another()).log_in("ola", "galt passord her")
        page = (await browser.get("/revisjon?who=ola")).text
        assert "innlogging.avvist" in page and page.count("<tr>") == 2
        told = (await browser.get("/revisjon/kontroll")).text
        assert "2 rader, alle hele" in told and "Ingen rad er skrevet ned" in told
        csv = await browser.get("/revisjon.csv?who=ola")
        assert csv.headers["content-disposition"] == 'attachment; filename="revisjon.csv"'
        assert csv.text.startswith(
            "\ufeffnr;tid;hvem;hva;om;hvorfor;kontrollsum\r\n2;2026-02-12T14:05:00+01:00;ola"
        )
        assert (await browser.get("/revisjon.xlsx")).content.startswith(b"PK")
        assert (await browser.get("/revisjon.exe")).status_code == 404


def plo(home: Path, *argv: str, stdin: str = "") -> Ran:
    return run_plo(*argv, env={"PLO_HOME": str(home)}, stdin=stdin.encode())


def test_users_in_the_terminal(tmp_path: Path) -> None:
    """Made, listed, changed, shut out; the password comes on stdin, and is shown nowhere."""
    home = tmp_path / "hjem"
    made = plo(home, "user", "create", "Kari", "--rolle", "leser", "--kommune", "5501", stdin=PASSWORD + "\n")
    assert (made.code, made.out) == (0, "Brukeren kari er laget (leser).\n")
    (row,) = plo(home, "user", "list", "--json").rows
    assert (row["id"], row["roles"], row["kommuner"]) == ("kari", ["leser"], ["5501"])
    assert plo(home, "user", "roles", "kari", "--rolle", "drift").code == 0
    assert plo(home, "user", "password", "kari", stdin="et helt annet passord\n").code == 0
    assert plo(home, "user", "disable", "kari").code == 0
    assert "✕ stengt" in plo(home, "user", "list").out
    again = plo(home, "user", "create", "kari", "--rolle", "leser", stdin=PASSWORD + "\n")
    assert again.code == 1 and "finnes fra før" in again.err and "plo user list" in again.err
    short = plo(home, "user", "create", "per", "--rolle", "leser", stdin="kort\n")
    assert short.code == 1 and "minst 12 tegn" in short.err and "plo user list" not in short.err
    assert plo(home, "user", "disable", "ola").code == 1
    assert plo(home, "user", "password", "kari", stdin="").code == 2
    log = plo(home, "audit", "list", "--about", "kari").out
    for did in ("bruker.laget", "bruker.roller", "passord.satt", "bruker.stengt"):
        assert did in log
    assert PASSWORD not in log


def test_the_log_is_checked_in_the_terminal(tmp_path: Path) -> None:
    """Whole: 0 and its last hash. Cut off at the end: 1 and what is missing, by the anchor file."""
    plo(tmp_path, "user", "create", "kari", "--rolle", "leser", stdin=PASSWORD + "\n")
    whole = plo(tmp_path, "audit", "verify", "--json")
    (told,) = whole.rows
    assert (whole.code, told["rows"], told["flaws"]) == (0, 1, [])
    words = plo(tmp_path, "audit", "verify").out
    assert "1 rad, alle hele" in words and "kuttes slutten av, ses det ikke" in words
    (tmp_path / anchors.FILE).write_text(f"2 {'a' * 64} 2026-02-12T13:05:00Z\n", "ascii")
    cut = plo(tmp_path, "audit", "verify")
    assert cut.code == 1 and "Rad 2 er borte fra slutten." in cut.out and "ikke hel" in cut.err
    assert plo(tmp_path, "audit", "verify", "--json").rows[0]["flaws"]
