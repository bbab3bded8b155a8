"""R-U22: medicine lists of one stay that differ."""

from typing import Any

import pytest
from exchanges import innleggelsesrapport
from histories import AVTALE, at, epikrise, innlagt, rapport, utskrevet
from sequels import endring, kansellering, kvittering, rules

from consumers.evaluate import evaluate
from consumers.rules.medisinavvik import RULES
from schemas.avvik import Standing

INN, UT = innlagt("2026-02-03T10:00"), utskrevet("2026-02-07", "2026-02-07T13:00")
A, B, C = ("a" * 32, "b" * 32, "c" * 32)


def standing(*history: Any) -> tuple[Standing, ...]:
    return evaluate(history, at("2026-03-01T12:00"), AVTALE, RULES).avvik


def found(*history: Any) -> list[str]:
    return rules(standing(*history))


def ut(*brukes: str, **more: Any) -> Any:
    return rapport(**{"brukes": brukes, "legemidler": len(brukes), **more})


def epi(*brukes: str, **more: Any) -> Any:
    return epikrise(**{"brukes": brukes, **more})


def hjemme(*brukes: str, **more: Any) -> Any:
    return innleggelsesrapport(**{"brukes": brukes, "legemidler": len(brukes), **more})


def test_alike() -> None:
    """The same medicines everywhere; or only one list."""
    assert found(INN, UT, hjemme(A, B), ut(A, B), epi(A, B)) == []
    assert found(INN, UT, hjemme(A)) == found(INN, UT, ut(A)) == found(INN, UT, epi(A)) == []
    assert found(INN, UT, hjemme(A), epi(B)) == []  # nothing says what was seponert


@pytest.mark.parametrize(
    ("one", "other", "words"),
    [
        ((A,), (A, B), "0 legemidler bare i utskrivningsrapporten og 1 legemiddel bare i epikrisen."),
        ((A, B, C), (A,), "2 legemidler bare i utskrivningsrapporten og 0 legemidler bare i epikrisen."),
        ((A,), (B,), "1 legemiddel bare i utskrivningsrapporten og 1 legemiddel bare i epikrisen."),
    ],
)
def test_at_discharge(one: tuple[str, ...], other: tuple[str, ...], words: str) -> None:
    """Utskrivningsrapport and epikrise differ: told in numbers, for statistics, and rests on both."""
    report, letter = ut(*one), epi(*other)
    (avvik,) = standing(INN, UT, report, letter)
    assert (avvik.rule, avvik.category, avvik.severity, avvik.confidence) == (
        *("R-U22", "MEDLISTE"),
        *("middels", "lav"),
    )
    assert words in avvik.text and avvik.subject == letter.msg_id
    assert set(avvik.msg_ids) == {report.msg_id, letter.msg_id}


def test_from_home() -> None:
    """A medicine from home is in use or seponert at discharge, by one of the two documents."""
    home, report = hjemme(A, B), ut(A)
    (avvik,) = standing(INN, UT, home, report)
    assert "1 legemiddel i innleggelsesrapporten er ikke omtalt ved utskrivning." in avvik.text
    assert (avvik.subject, set(avvik.msg_ids)) == (home.msg_id, {home.msg_id, report.msg_id})
    assert found(INN, UT, home, ut(A, seponert=(B,))) == []
    assert found(INN, UT, home, ut(seponert=(A, B))) == []
    assert found(INN, UT, home, ut(seponert=(A,))) == ["R-U22"]
    assert found(INN, UT, home, ut(A), epi(A, B)) == ["R-U22"]  # of the two at discharge alone
    assert found(INN, UT, hjemme(A, B, C), ut(A), epi(A, B)) == ["R-U22", "R-U22"]


def test_only_whole_lists() -> None:
    """Where a part of a list may be in an attachment or in a text, nothing is known to be missing."""
    for elsewhere in ({"liste_i_vedlegg": True}, {"liste_i_tekst": True}):
        assert found(INN, UT, hjemme(A, B), ut(A, **elsewhere), epi(C)) == []
        assert found(INN, UT, hjemme(A, B, **elsewhere), ut(A), epi(A)) == []
    assert found(INN, UT, ut(A), epi(B, medisiner=("strukturert", "fritekst"))) == []
    assert found(INN, UT, ut(A), epi(medisiner=())) == []
    assert found(INN, UT, ut(A), epi(B, adm_outcome="21")) == []


def test_the_last_word_counts() -> None:
    """An M, or a later document, replaces; what is cancelled or refused has not been said."""
    report, letter = ut(A), epi(A, B)
    assert found(INN, UT, report, letter) == ["R-U22"]
    assert found(INN, UT, report, letter, endring(report, "2026-02-07T14:00", brukes=(A, B))) == []
    assert found(INN, UT, report, letter, ut(A, B, sendt="2026-02-07T14:00")) == []
    again = ut(A, B, sendt="2026-02-07T14:00")
    assert found(INN, UT, report, letter, again, kvittering(again)) == ["R-U22"]
    assert found(INN, UT, report, letter, kansellering(letter, "2026-02-09T14:00")) == []
    assert found(INN, UT, hjemme(B), kvittering(hjemme(B)), report) == []
    refused = [kvittering(letter, fra=her) for her in (letter.receiver, *letter.copies)]
    assert found(INN, UT, report, letter, *refused) == []


def test_alike_by_name() -> None:
    """One list has the codes and the other names alone: they are compared by what both have."""
    report = ut(A, brukes_navn=("1" * 32,))
    assert found(INN, UT, report, epi(B)) == ["R-U22"]
    assert found(INN, UT, report, epi(B, brukes_navn=("1" * 32,))) == []
    assert found(INN, UT, report, epi(B, brukes_navn=("2" * 32,))) == ["R-U22"]
