"""plo alias on the running product: two ids of one person, and the avvik before, between and after."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from builders import ILL, PATIENT, innlagt_xml, rapport_xml, utskrevet_xml
from service import Service, running, until

HNR, FNR = ILL["hnr"], PATIENT
NUMBERS = f"id,fnr\nHNR {HNR.idents[0][1]},{FNR.idents[0][1]}\n"

MISSING = {"R-U11", "R-U14"}
"""LOG_UTSKREVET, and the utskrivningsrapport."""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with running(tmp_path_factory.mktemp("hjem")) as service:
        yield service


def standing(service: Service) -> set[str]:
    """The rules of the avvik that stand."""
    rows = service.plo("avvik", "list", "--json").splitlines()
    return {json.loads(row)["rule"] for row in rows}


def counts(service: Service) -> tuple[int, int, int]:
    found = json.loads(service.plo("alias", "list", "--json"))
    return found["koblet"], found["med_meldinger"], found["opphevet"]


def test_two_ids_of_one_person(service: Service, tmp_path: Path) -> None:
    """Logistics under a hjelpenummer, the report under a fnr: told to be one, neither is missing."""
    key = service.key(historikk=True)
    sent = [
        innlagt_xml(patient=HNR, gen_date="2026-02-03T10:30:00"),
        utskrevet_xml(patient=HNR, gen_date="2026-02-07T12:00:00"),
        rapport_xml(patient=FNR, gen_date="2026-02-07T12:00:00"),
    ]
    for raw in sent:
        assert service.post(raw, key).status_code == 200
    until(lambda: standing(service) >= MISSING, 30, "nothing is missing while they are two")
    file = tmp_path / "numre.csv"
    file.write_text(NUMBERS, encoding="utf-8")
    assert "1 kobling er meldt; 0 var der" in service.plo("alias", "import", str(file))
    until(lambda: not MISSING & standing(service), 30, "something is missing though they are one")
    assert counts(service) == (1, 1, 0)
    assert "0 koblinger er meldt; 1 var der" in service.plo("alias", "import", str(file))
    assert "1 kobling er meldt opphevet" in service.plo("alias", "remove", str(file))
    until(lambda: standing(service) >= MISSING, 30, "nothing is missing when they are two again")
    assert counts(service) == (0, 0, 1)
    kept = b"".join(path.read_bytes() for path in service.home.rglob("*") if path.is_file())
    assert HNR.idents[0][1].encode() not in _without_messages(kept, sent)


def _without_messages(kept: bytes, sent: list[bytes]) -> bytes:
    """Kafka keeps the messages as they came, and they name who they are about."""
    for raw in sent:
        kept = kept.replace(raw, b"")
    return kept
