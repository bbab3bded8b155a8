"""What a person says of an avvik: what is refused before anything is told, and the record that is."""

import pytest
from avvik_found import AT, AVVIK

from broker.cli.avvik.handled import act
from broker.cli.exits import REFUSED, USAGE, Stop
from broker.handling import record_of
from schemas.avvik import State
from schemas.behandling import Gjort
from schemas.events import HENDELSER


def test_the_record_is_an_event_of_the_patient() -> None:
    """Keyed by the pid, read back as it was, and no text of a person in its headers."""
    fact = act(AVVIK, "lukket", " kari ", "Tatt opp i møte.", AT)
    record = record_of(fact)
    assert (record.topic, record.key) == ("hendelser.v1", AVVIK.pid.encode())
    assert HENDELSER.validate_json(record.value or b"") == fact
    assert fact.av == "kari"
    assert act(AVVIK, "lukket", "kari", "På to\n linjer", AT).hvorfor == "På to linjer"
    assert not any(b"kari" in (value or b"") or b"Tatt" in (value or b"") for _, value in record.headers)
    assert act(AVVIK, "lukket", "kari", "Tatt opp i møte.", AT).id == fact.id


@pytest.mark.parametrize(
    ("av", "hvorfor"),
    [
        ("kari", ""),
        ("kari", " "),
        ("", "x"),
        ("kari", "x" * 401),
        ("kari", "om 13116900216"),
        ("131169 00216", "x"),
        ("kari", "a\x1b[31mb"),
        ("ka\u202eri", "x"),
    ],
)
def test_texts_that_cannot_be_kept(av: str, hvorfor: str) -> None:
    """Empty, too long, orders to a screen, what looks like a fødselsnummer: refused, the number not told."""
    with pytest.raises(Stop) as refused:
        act(AVVIK, "besvart", av, hvorfor, AT)
    assert refused.value.code == USAGE
    assert "00216" not in f"{refused.value.what}{refused.value.hint}"


def test_what_is_withdrawn_is_done_with() -> None:
    """Nobody can close what does not stand."""
    with pytest.raises(Stop) as refused:
        act(AVVIK.model_copy(update={"state": "trukket"}), "lukket", "kari", "x", AT)
    assert refused.value.code == REFUSED


@pytest.mark.parametrize(
    ("state", "gjort"), [("besvart", "besvart"), ("lukket", "besvart"), ("lukket", "lukket")]
)
def test_what_makes_no_difference_is_refused(state: State, gjort: Gjort) -> None:
    """The stronger holds already, or the same."""
    with pytest.raises(Stop) as refused:
        act(AVVIK.model_copy(update={"state": state}), gjort, "kari", "x", AT)
    assert refused.value.code == REFUSED and "allerede" in refused.value.what
    assert act(AVVIK.model_copy(update={"state": state}), "trukket", "kari", "x", AT).gjort == "trukket"
