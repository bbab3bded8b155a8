"""R-T14: a message that must not be passed on."""

from exchanges import fravar, tilbakemelding
from findings import evaluated
from histories import HARSTAD, epikrise, innlagt, klar, rapport
from sequels import endring, kansellering, kvittering
from technical import ids, of_examples, of_examples_together, told

from consumers.rules.reservasjon import RULES

INN = innlagt("2026-02-03T10:00")
KEPT = rapport("2026-02-07T12:00", deler=("cave", "forbehold"))


def test_told_of() -> None:
    """That it is there is all the text says."""
    (one,) = told(RULES, INN, KEPT)
    assert (one.rule, one.subject, one.msg_ids) == ("R-T14", KEPT.series, (KEPT.msg_id,))
    assert ids(RULES, INN, rapport("2026-02-07T12:00", deler=("cave",))) == []


def test_newest_version_decides() -> None:
    """An M may lift it, and may bring it."""
    assert ids(RULES, INN, KEPT, endring(KEPT, "2026-02-08T12:00", deler=("cave",))) == []
    free = rapport("2026-02-07T12:00")
    assert ids(RULES, INN, free, endring(free, "2026-02-08T12:00", deler=("forbehold",))) == ["R-T14"]


def test_refused_or_cancelled() -> None:
    """What has not come, or is taken back, reserves nothing."""
    assert ids(RULES, INN, KEPT, kvittering(KEPT, "2")) == []
    assert ids(RULES, INN, KEPT, kvittering(KEPT, "1")) == ["R-T14"]
    assert ids(RULES, INN, KEPT, kansellering(KEPT, "2026-02-08T12:00")) == []


def test_any_message() -> None:
    """Of every type, in a stay or in none; an epikrise of two stays once."""
    loose = fravar("2026-02-04T10:00", deler=("forbehold",))
    answer = evaluated(RULES, loose)
    assert (answer.stays, [one.rule for one in answer.avvik]) == ((), ["R-T14"])
    ready = klar("2026-02-06", deler=("forbehold",))
    assert ids(RULES, INN, ready, tilbakemelding(ready, "2026-02-06T14:00")) == ["R-T14"]
    both = epikrise(deler=("forbehold",))
    assert ids(RULES, INN, innlagt("2026-02-03T10:00", receiver=HARSTAD), both) == ["R-T14"]


def test_official_examples() -> None:
    """None of them has a reservation."""
    assert of_examples(RULES) == of_examples_together(RULES) == []
