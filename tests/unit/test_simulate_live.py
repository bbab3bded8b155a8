"""plo simulate --rate: the messages as they came, to a service."""

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import ClassVar

import pytest
from cli_runner import run_plo
from simulated import messages, wish

from broker.cli.simulate.simulating import in_order
from broker.simulate.made import Wish, cases
from broker.simulate.world import UKJENT_KOMMUNE, UKJENT_SYKEHUS


class Service(BaseHTTPRequestHandler):
    """Takes what it is given; what it saw is kept."""

    status: ClassVar[int] = 202
    seen: ClassVar[list[bytes]] = []
    keys: ClassVar[set[str]] = set()

    def do_POST(self) -> None:
        self.seen.append(self.rfile.read(int(self.headers["content-length"])))
        self.keys.add(self.headers.get("authorization", ""))
        self.send_response(self.status)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def url() -> Iterator[str]:
    """A service of our own, on a free port."""
    Service.seen.clear()
    Service.keys.clear()
    Service.status = 202
    with HTTPServer(("127.0.0.1", 0), Service) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/meldinger"
        server.shutdown()


def test_messages_come_in_order_of_time() -> None:
    """Each once, whatever stay it is of."""
    found = [*in_order(wish(30))]
    assert [one.at for one in found] == sorted(one.at for one in found)
    assert sorted(one.name for one in found) == sorted(one.name for one in messages(wish(30)))


def test_posting(url: str) -> None:
    """All of them, with the key, not faster than asked for; GenDate is all that counts."""
    asked = Wish(2, 4, frozenset({"R-U02"}), live=True)
    begun = time.monotonic()
    given = ("--stays", "2", "--seed", "4", "--faults", "R-U02", "--rate", "200")
    ran = run_plo("simulate", *given, "--url", url, "--key", "plo_x")
    assert ran.code == 0, ran.err
    assert [one.xml for one in in_order(asked)] == Service.seen
    assert time.monotonic() - begun >= (len(Service.seen) - 1) / 200
    assert {"Bearer plo_x"} == Service.keys
    assert f"{len(Service.seen)} meldinger sendt: 0 avvist." in ran.out


def test_what_is_refused_is_counted(url: str) -> None:
    """And the exit code says so."""
    Service.status = 403
    ran = run_plo("simulate", "--stays", "1", "--rate", "500", "--url", url, "--key", "plo_x")
    assert ran.code == 1


def test_nothing_that_only_a_file_can_tell_is_posted() -> None:
    """No message came at another time than it says, and none is of parties that nobody may send for."""
    strangers = {UKJENT_KOMMUNE.her, UKJENT_SYKEHUS.her}
    for case in cases(Wish(150, 1, frozenset({"R-U02", "R-T08"}), live=True)):
        for draft in case.drafts.values():
            assert draft.received is None
            assert draft.sender.her not in strangers
