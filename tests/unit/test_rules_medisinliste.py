"""R-U03 and R-U20: documents at discharge without medicines."""

from typing import Any

import pytest
from histories import AVTALE, FASTLEGE, HARSTAD, at, epikrise, innlagt, rapport, utskrevet
from sequels import endring, kansellering, kvittering, rules

from consumers.evaluate import evaluate
from consumers.rules.medisinliste import RULES
from schemas.avvik import Standing

LATER = at("2026-02-08T12:00")
INN, UT = innlagt("2026-02-03T10:00"), utskrevet("2026-02-07", "2026-02-07T13:00")


def standing(*history: Any) -> tuple[Standing, ...]:
    return evaluate(history, LATER, AVTALE, RULES).avvik


def found(*history: Any) -> list[str]:
    return rules(standing(*history))


@pytest.mark.parametrize(
    ("innhold", "told"),
    [
        ({"legemidler": 0}, ["R-U03"]),
        ({"legemidler": 1}, []),
        ({"legemidler": 0, "seponerte": 3}, ["R-U03"]),  # what was stopped is no current list
        ({"legemidler": 0, "legemidler_uten": ("bruk", "navn")}, ["R-U03"]),  # and one without a name is none
        ({"legemidler": 0, "liste_i_vedlegg": True}, ["R-U04"]),  # (§12.17)
        ({"legemidler": 0, "liste_i_tekst": True}, ["R-U04"]),
        ({"legemidler": 1, "liste_i_vedlegg": True, "liste_i_tekst": True}, []),
        ({"legemidler": 0, "ingen_legemidler": True}, []),
    ],
)
def test_rapport(innhold: dict[str, Any], told: list[str]) -> None:
    """An utskrivningsrapport has at least one current medicine; only elsewhere than there is R-U04."""
    assert found(INN, UT, rapport(**innhold)) == told


def test_what_it_says() -> None:
    """At once, high severity, about that document."""
    empty = rapport(legemidler=0)
    (one,) = standing(INN, UT, empty)
    assert (one.category, one.severity, one.confidence) == ("MEDLISTE", "hoy", "hoy")
    assert (one.subject, one.msg_ids, one.deadline) == (empty.msg_id, (empty.msg_id,), None)
    assert (one.state, one.stay_to and str(one.stay_to)) == ("apen", "2026-02-07")


def test_alone() -> None:
    """A report about which nothing else is known is judged too."""
    assert found(rapport(legemidler=0)) == ["R-U03"]


def test_endring_clears_or_changes_it() -> None:
    """An M with a list clears it; an M that still lacks one is the same avvik, with another message."""
    empty = rapport(legemidler=0)
    still = endring(empty, "2026-02-07T15:00")
    (before,) = standing(INN, UT, empty)
    (after,) = standing(INN, UT, empty, still)
    assert before.id == after.id
    assert after.msg_ids == (still.msg_id,)
    assert found(INN, UT, empty, still, endring(still, "2026-02-07T16:00", legemidler=2)) == []


def test_endring_with_the_gendate_of_the_original() -> None:
    """The 1.5 files have an Endring with the same GenDate: the one that refers back is the newer."""
    empty = rapport("2026-02-07T12:00", legemidler=0)
    mended = endring(empty, "2026-02-07T12:00", legemidler=2)
    worse = endring(mended, "2026-02-07T12:00", legemidler=0)
    for history in ([empty, mended], [mended, empty]):
        assert found(INN, UT, *history) == []
    for history in ([empty, mended, worse], [worse, mended, empty]):
        assert found(INN, UT, *history) == ["R-U03"]


def test_cancelled_or_refused_is_not_judged() -> None:
    """A Kansellering has no content to judge, and neither has what it takes back."""
    empty = rapport(legemidler=0)
    assert "R-U03" not in found(INN, UT, empty, kansellering(empty, "2026-02-07T15:00"))
    assert "R-U03" not in found(INN, UT, empty, kvittering(empty))


def test_twins_are_one_avvik() -> None:
    """The same report to two services of a kommune, with two MsgIds, is one avvik (tests 20a/20b)."""
    a = rapport(legemidler=0, navn="a")
    b = rapport(legemidler=0, navn="b", receiver_service="90103")
    assert found(INN, UT, a, b) == ["R-U03"]
    assert found(INN, UT, a, b, endring(b, "2026-02-07T15:00", legemidler=2)) == []


@pytest.mark.parametrize(
    ("innhold", "severity"),
    [
        ({}, None),
        ({"medisiner": ()}, "hoy"),
        ({"medisiner": ("fritekst",)}, None),
        ({"medisiner": ("kodet_tekst",)}, None),
        ({"medisiner": (), "liste_i_vedlegg": True}, "middels"),
        ({"medisiner": (), "ingen_legemidler": True}, "middels"),
        ({"medisiner": (), "adm_cat": "2"}, None),
        ({"medisiner": (), "adm_cat": None}, None),
        ({"medisiner": (), "adm_outcome": "31"}, None),
    ],
)
def test_epikrise(innhold: dict[str, Any], severity: str | None) -> None:
    """An epikrise of a heldøgnsopphold has medicines in one of three forms; a hint lowers the severity."""
    avvik = standing(INN, UT, rapport(), epikrise(**innhold))
    assert [one.severity for one in avvik if one.rule == "R-U20"] == ([severity] if severity else [])


def test_epikrise_chain_is_its_servprovid() -> None:
    """The subject of an epikrise is its ServProvId, shared by N, M and C."""
    first = epikrise(medisiner=(), conversation_id="dokument-1")
    (one,) = standing(INN, UT, rapport(), first)
    assert (one.rule, one.subject, one.confidence) == ("R-U20", "dokument-1", "middels")
    mended = endring(first, "2026-02-08T11:00", medisiner=("strukturert",))
    assert found(INN, UT, rapport(), first, mended) == []


def test_epikrise_of_two_kommuner_is_judged_once() -> None:
    """Two kommuner are two stays; the epikrise that covers both has one content."""
    other = [innlagt(receiver=HARSTAD), utskrevet(receiver=HARSTAD), rapport(receiver=HARSTAD)]
    history = [INN, UT, rapport(), *other, epikrise(medisiner=(), receiver=HARSTAD, copies=())]
    avvik = [one for one in standing(*history) if one.rule == "R-U20"]
    assert [one.party for one in avvik] == [HARSTAD]


def test_epikrise_alone_is_judged_towards_the_fastlege() -> None:
    """A patient without kommunale tjenester: epikrise rules apply, towards the fastlege."""
    (one,) = standing(epikrise(medisiner=(), copies=()))
    assert (one.rule, one.party, one.kommune) == ("R-U20", FASTLEGE, None)
