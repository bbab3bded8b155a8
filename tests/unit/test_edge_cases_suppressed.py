"""Rows of rules.md §9 that say of which rules nothing is found, and what is marked, with all rules."""

from typing import Any

from exchanges import helseopplysninger, innleggelsesrapport
from histories import AVTALE, at, dod, epikrise, innlagt, klar, rapport, utskrevet

from consumers.evaluate import evaluate
from consumers.rules import RULES
from schemas.avvik import Standing

INN, UT = innlagt("2026-02-03T10:00"), utskrevet("2026-02-07", "2026-02-07T13:00")
KLAR = klar("2026-02-06", "2026-02-06T10:00")


def standing(*history: Any, now: str = "2026-03-20T12:00") -> dict[str, Standing]:
    """Rule -> its avvik."""
    return {one.rule: one for one in evaluate(history, at(now), AVTALE).avvik}


BEFORE = [INN, innleggelsesrapport(), helseopplysninger()]
FELL_AWAY = {"R-U10", "R-U14", "R-U17", "R-U28", "R-K01", "R-K05"}


def test_dode_pasient_suppresses() -> None:
    """Døde pasient (§9): U10, U14, U17, U28, K01 and K05 fall away, and U12 stays."""
    aids = rapport("2026-02-07T12:00", deler=("hjelpemiddel_bestilt",))
    asked = [INN, KLAR, helseopplysninger(), aids, utskrevet("2026-02-09", "2026-02-09T13:00")]
    assert {"R-K01", "R-K05", "R-U28"} <= set(standing(*asked))
    assert not FELL_AWAY & set(standing(*asked, dod("2026-02-04")))
    assert {"R-U10", "R-U14", "R-U17"} <= set(standing(*BEFORE, UT))
    late = utskrevet("2026-02-07", "2026-02-09T10:00", uttilstand="2")
    died = standing(*BEFORE, late)
    assert "R-U12" in died and not FELL_AWAY & set(died)


def test_pasient_uten_kommunale_tjenester_has_only_epikrise_rules() -> None:
    """Of a late and poor epikrise to the fastlege alone only rules about epikriser find anything."""
    poor = epikrise("2026-03-01T10:00", copies=(), medisiner=())
    about = {rule.id for rule in RULES if "epikrise" in rule.check.__module__ or rule.id == "R-U20"}
    found = set(standing(poor))
    assert {"R-U18", "R-U19", "R-U20"} <= found <= about


def test_klokkeskew_is_marked() -> None:
    """Klokkeskew (§9): a GenDate too far ahead counts as received, and R-T08 says so."""
    ahead = INN.model_copy(update={"sent_at": at("2026-02-05T10:00")})
    assert "R-T08" in standing(ahead)
    assert "R-T08" not in standing(INN)
