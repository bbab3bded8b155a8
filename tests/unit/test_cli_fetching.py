"""What a command says when the content of a record is not to be had."""

from pathlib import Path

import pytest
from servers import free_port

from adapters.claimcheck.ticket import Ticket
from adapters.kafka.records import Incoming, Record
from broker.claimcheck import claim_check_of
from broker.cli.dlt.fetching import fetched
from broker.cli.exits import AWAY, REFUSED, Stop
from broker.letters.stranded import stranded_of
from broker.settings import Settings

CONTENT = b"<MsgHead/>" * 150_000
LIGHT = Ticket.of(CONTENT).instead(Record("meldinger.v1.dlt", b"k", CONTENT))
RECORD = Incoming(LIGHT.topic, 0, 1, 0, LIGHT.key, LIGHT.value, LIGHT.headers)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path)


def test_it_is_fetched(settings: Settings) -> None:
    """From the folder below PLO_HOME, where the service put it."""
    assert claim_check_of(settings).check_in(CONTENT) == Ticket.of(CONTENT)
    assert fetched(RECORD, settings) == CONTENT


def test_what_is_gone_or_altered(settings: Settings, tmp_path: Path) -> None:
    """Which it is, by its reference, and where to look; nothing is given in its place."""
    with pytest.raises(Stop, match=f"ligger ikke i lageret: {Ticket.of(CONTENT).ref}") as gone:
        fetched(RECORD, settings)
    claim_check_of(settings).check_in(CONTENT)
    (tmp_path / "meldinger" / Ticket.of(CONTENT).ref).write_bytes(CONTENT[1:])
    with pytest.raises(Stop, match="er endret siden det ble lagt der") as altered:
        fetched(RECORD, settings)
    assert gone.value.code == altered.value.code == REFUSED


def test_a_store_that_is_away(settings: Settings) -> None:
    """Told apart, so that a script may try again."""
    nobody = Settings(home=settings.home, s3_bucket="b", s3_endpoint=f"http://127.0.0.1:{free_port()}")
    with pytest.raises(Stop, match="Lageret for store meldinger svarer ikke") as away:
        fetched(RECORD, nobody)
    assert away.value.code == AWAY


def test_a_dead_letter_tells_its_size_and_where_it_lies() -> None:
    """The size is that of the message, and not of the empty record."""
    found = stranded_of(RECORD)
    assert found.size == len(CONTENT)
    assert found.about["plo-claim-ref"] == Ticket.of(CONTENT).ref
    assert found.as_row()["bytes"] == len(CONTENT)
