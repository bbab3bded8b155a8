"""R-U29: messages from the hospital in which there is nobody to call."""

from typing import Any

import pytest
from exchanges import helseopplysninger, innleggelsesrapport, til_lege, tilbakemelding, tjenestetilbud
from histories import AVTALE, KAD, at, avmeldt, epikrise, innlagt, klar, rapport, utskrevet
from sequels import endring, kansellering, kvittering, rules

from consumers.evaluate import evaluate
from consumers.rules.kontakt import RULES
from schemas.avvik import Standing

HAS = ("kontakt",)
TYPES: tuple[tuple[Any, str], ...] = (
    (innlagt, "Melding om innlagt pasient mangler"),
    (klar, "Melding om utskrivningsklar pasient mangler"),
    (avmeldt, "Avmelding av utskrivningsklar pasient mangler"),
    (utskrevet, "Melding om utskrevet pasient mangler"),
    (helseopplysninger, "Helseopplysninger mangler"),
    (rapport, "Utskrivningsrapport mangler"),
)


def standing(*history: Any) -> tuple[Standing, ...]:
    return evaluate(history, at("2026-03-01T12:00"), AVTALE, RULES).avvik


def found(*history: Any) -> list[str]:
    return rules(standing(*history))


@pytest.mark.parametrize(("kind", "words"), TYPES)
def test_each_type(kind: Any, words: str) -> None:
    """Each message by itself, of low severity; and nothing when it says whom to call."""
    message = kind()
    (one,) = standing(message)
    assert (one.rule, one.category, one.severity, one.confidence) == ("R-U29", "INFO", "lav", "hoy")
    assert words in one.text and "ikke mottatt elektronisk" in one.text
    assert (one.subject, one.msg_ids, one.deadline) == (message.msg_id, (message.msg_id,), None)
    assert one.direction == "til_UNN"
    assert found(kind(deler=HAS)) == found(kind(deler=("ansvarlig",), status="C")) == []
    assert found(kind(deler=("ansvarlig",))) == ["R-U29"]  # a name is not enough


def test_a_whole_stay() -> None:
    """As many avvik as there are messages without a contact."""
    assert found(*(kind(deler=HAS) for kind, _ in TYPES)) == []
    assert found(*(kind() for kind, _ in TYPES)) == ["R-U29"] * 6


def test_other_messages() -> None:
    """The others have no place for it, or are not the hospital's."""
    asked = klar(deler=HAS)
    others = [epikrise(), innleggelsesrapport(), til_lege("2026-02-04T10:00")]
    others += [tjenestetilbud("2026-02-04T10:00"), tilbakemelding(asked, "2026-02-06T13:00")]
    assert found(innlagt(deler=HAS), asked, *others) == []


def test_endring_supplies_it() -> None:
    """An M clears it; what is cancelled or refused is not judged."""
    poor = helseopplysninger()
    still = endring(poor, "2026-02-04T10:00", deler=("cave",))
    assert [one.id for one in standing(poor)] == [one.id for one in standing(poor, still)]
    assert found(poor, still, endring(still, "2026-02-04T11:00", deler=HAS)) == []
    assert found(poor, kansellering(poor, "2026-02-04T10:00")) == []
    assert found(poor, kvittering(poor)) == []


def test_a_cancelled_stay() -> None:
    """Nothing of a stay that was taken back is judged."""
    poor = innlagt()
    assert found(poor, kansellering(poor, "2026-02-03T12:00")) == []


def test_kad() -> None:
    """The same at KAD, which is no fault of UNN's."""
    assert [one.direction for one in standing(innlagt(sender=KAD))] == ["ingen"]
