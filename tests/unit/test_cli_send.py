"""plo send: what it makes of each answer the service may give."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import ClassVar

import orjson
import pytest
from cli_runner import Ran, run_plo

APPREC = (
    '<AppRec xmlns="http://www.kith.no/xmlstds/apprec/2012-02-15"><Status V="{status}"/>{errors}</AppRec>'
)
ERROR = '<Error V="T02" DN="XML validerer ikke" OT="«Forsendelsesstatus» mangler."/>'
POSITIVE = APPREC.format(status="1", errors="").encode()
NEGATIVE = APPREC.format(status="2", errors=ERROR).encode()
PROBLEM = orjson.dumps(
    {"title": "Kan ikke leses.", "problems": [{"code": "xml.not_well_formed", "text": "Ikke velformet."}]}
)


class Service(BaseHTTPRequestHandler):
    """Answers each message with what its body asks for, and keeps what it saw."""

    answers: ClassVar[dict[bytes, list[tuple[int, bytes]]]] = {}
    seen: ClassVar[list[tuple[str, str, bytes]]] = []

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        self.seen.append((self.path, self.headers.get("authorization", ""), body))
        given = self.answers[body]
        status, content = given.pop(0) if len(given) > 1 else given[0]
        self.send_response(status)
        self.send_header("content-length", str(len(content)))
        self.send_header("retry-after", "0")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def url() -> Iterator[str]:
    """A service of our own, on a free port."""
    Service.seen.clear()
    Service.answers = {
        b"god": [(200, POSITIVE)],
        b"feil": [(200, NEGATIVE)],
        b"annens": [(202, b"")],
        b"trasig": [(400, PROBLEM)],
        b"fremmed": [(403, PROBLEM)],
        b"opptatt": [(503, b""), (503, b""), (200, POSITIVE)],
        b"nede": [(503, b"")],
        b"ukjent": [(401, PROBLEM)],
        b"side": [(200, b"<html><body></html>")],
    }
    with HTTPServer(("127.0.0.1", 0), Service) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/meldinger"
        server.shutdown()


@pytest.fixture
def send(url: str, tmp_path: Path) -> "Send":
    return Send(url, tmp_path)


class Send:
    """Sends bodies as files."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url, self.folder = url, folder

    def __call__(
        self, *bodies: str, json: bool = True, env: dict[str, str] | None = None, more: tuple[str, ...] = ()
    ) -> Ran:
        files = [self.folder / f"{number}-{body}.xml" for number, body in enumerate(bodies)]
        for file, body in zip(files, bodies, strict=True):
            file.write_text(body)
        flags = ["--json"] if json else []
        return run_plo("send", *map(str, files), "--url", self.url, *flags, *more, env=env)


def test_each_answer_is_told(send: Send) -> None:
    """AppRec, no AppRec, a refusal without one, another's message: verdict, HTTP status, faults."""
    ran = send("god", "feil", "annens", "trasig", "fremmed")
    assert ran.code == 1
    assert [(row["verdict"], row["http"]) for row in ran.rows] == [
        ("godtatt", 200),
        ("avvist", 200),
        ("godtatt", 202),
        ("avvist", 400),
        ("avvist", 403),
    ]
    errors = [{"code": "T02", "text": "«Forsendelsesstatus» mangler."}]
    assert ran.rows[1]["apprec"] == {"status": "2", "errors": errors}
    assert ran.rows[3]["problems"] == [{"code": "xml.not_well_formed", "text": "Ikke velformet."}]


def test_people_read_words(send: Send) -> None:
    """A sign and a word per file, the fault under it, and a count."""
    ran = send("god", "feil", json=False)
    assert "✓ godtatt    AppRec OK" in ran.out
    assert "✗ avvist     AppRec T02" in ran.out
    assert "T02  «Forsendelsesstatus» mangler." in ran.out
    assert "2 filer sendt: 1 godtatt, 1 avvist." in ran.out


def test_key_comes_from_the_environment(send: Send) -> None:
    """PLO_KEY is sent as a bearer token: on the command line others on the machine could read it."""
    assert send("god", env={"PLO_KEY": "plo_1_hemmelig"}).code == 0
    assert Service.seen == [("/meldinger", "Bearer plo_1_hemmelig", b"god")]


def test_a_key_given_is_the_one_used(send: Send) -> None:
    """--key before PLO_KEY; an empty one is none at all."""
    env = {"PLO_KEY": "plo_1_hemmelig"}
    for key in ("plo_2_annen", ""):
        assert send("god", env=env, more=("--key", key)).code == 0
    assert [authorization for _, authorization, _ in Service.seen] == ["Bearer plo_2_annen", ""]


def test_an_address_without_a_path(send: Send) -> None:
    """As plo run tells it, with or without a slash at the end: the door is at /meldinger there."""
    for end in ("", "/"):
        send.url = send.url.removesuffix("/").removesuffix("/meldinger") + end
        assert send("god").code == 0
    assert [path for path, _, _ in Service.seen] == ["/meldinger", "/meldinger"]


def test_busy_means_the_same_again(send: Send) -> None:
    """503 twice, then an answer: the same bytes three times, one verdict."""
    ran = send("opptatt")
    assert ran.code == 0
    assert [body for _, _, body in Service.seen] == [b"opptatt"] * 3


def test_away_is_three(send: Send) -> None:
    """503 for good, and nobody there at all: 3, with what to do."""
    down = send("nede")
    assert down.code == 3
    assert "503" in down.err
    nobody = run_plo("send", str(send.folder / "0-nede.xml"), "--url", "http://127.0.0.1:1/meldinger")
    assert nobody.code == 3
    assert "plo run" in nobody.err


def test_unknown_key_ends_it(send: Send) -> None:
    """The other files would be refused as well."""
    ran = send("ukjent", "god")
    assert ran.code == 1
    assert "plo key create" in ran.err
    assert len(Service.seen) == 1


def test_an_answer_that_is_no_apprec_is_no_acceptance(send: Send) -> None:
    """A page from something else on that address must not look like success."""
    assert send("side").code == 1
