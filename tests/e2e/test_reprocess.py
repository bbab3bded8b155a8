"""plo reprocess --shadow: yesterday's messages through today's code, beside the running product."""

import json
import re
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from plo_messages import hendelse, plo_xml
from service import PLO, Service, running, until

UNN, TROMSO = "80001", "80100"
"""Parties of the simulation."""
AT = "2026-02-07T11:00:00"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Whole stays, some with faults."""
    folder = tmp_path_factory.mktemp("arkiv") / "arkiv"
    made = Service(tmp_path_factory.mktemp("ingen"))
    made.plo("simulate", "--stays", "8", "--seed", "3", "--out", str(folder))
    return folder


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory, archive: Path) -> Iterator[Service]:
    """The product with all of it taken in, and every avvik told."""
    agreement = archive / "avtaler.toml"
    with running(tmp_path_factory.mktemp("hjem"), PLO_AGREEMENTS=str(agreement)) as service:
        hers = re.findall(r'^her = "(\d+)"', agreement.read_text(), re.MULTILINE)
        service.extra["PLO_KEY"] = service.key(*hers, historikk=True)
        service.plo("send", str(archive / "meldinger"), check=False)
        until(lambda: differences(service) == [], 60, lambda: f"never at rest: {differences(service)[:3]}")
        yield service


def with_deadline(agreement: str) -> str:
    """The same agreement, with no time at all for an epikrise."""
    assert agreement.count("[frister]\n") == 1
    return agreement.replace("[frister]\n", '[frister]\n"epikrise.hard" = "0 d"\n')


def differences(service: Service, *options: str) -> list[dict[str, dict[str, object]]]:
    done = subprocess.run(
        (PLO, "reprocess", "--from", "1d", "--shadow", "--json", *options),
        env=service.environment,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert "Kjørt på nytt" in done.stderr, done.stderr
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == bool(found)
    return found


def ends(service: Service) -> dict[str, int]:
    """How many records each topic has that is not a shadow's."""
    listed = subprocess.run(
        ["kcat", "-b", service.bootstrap, "-L", "-J"], capture_output=True, check=True, timeout=30
    ).stdout
    names = [topic["topic"] for topic in json.loads(listed)["topics"]]
    return {name: count(service, name) for name in names if not name.startswith(("skygge.", "__"))}


def count(service: Service, topic: str) -> int:
    done = subprocess.run(
        ["kcat", "-b", service.bootstrap, "-C", "-t", topic, "-o", "beginning", "-e", "-q", "-f", "%o\n"],
        capture_output=True,
        timeout=30,
    )
    assert done.returncode == 0, done.stderr
    return len(done.stdout.splitlines())


@pytest.mark.parametrize("topic", ["meldinger.v1", "hendelser.v1"])
def test_a_changed_deadline(service: Service, tmp_path: Path, topic: str) -> None:
    """The avvik that a shorter deadline would make are shown, and lie on skygge.avvik.v1 alone."""
    agreement = tmp_path / "ny.toml"
    written = (Path(service.extra["PLO_AGREEMENTS"])).read_text()
    agreement.write_text(with_deadline(written))
    before, told, shadows = ends(service), service.plo("avvik", "list"), count(service, "skygge.avvik.v1")
    other = replace(service, extra={**service.extra, "PLO_AGREEMENTS": str(agreement)})
    found = differences(other, "--topic", topic)
    assert {one["after"]["rule"] for one in found} <= {"R-U17", "R-U18"}
    assert {one["kind"] for one in found} >= {"ny"}
    assert (ends(service), service.plo("avvik", "list")) == (before, told)
    assert count(service, "skygge.avvik.v1") == shadows + len(found)


def test_what_was_refused_would_be_taken(service: Service) -> None:
    """PLO 2.0 was refused when it came; with the setting on it would be an event of its patient."""
    payload = "<p:MeldingInnlagtPasient>" + hendelse("1", AT, text=True) + "</p:MeldingInnlagtPasient>"
    raw = plo_xml("Pasientlogistikk", payload, "2.0", type_="LOG_INNLAGT", sender=UNN, receiver=TROMSO)
    assert "PLO_PLO20" in service.post(raw, service.extra["PLO_KEY"]).text
    plain = service.plo("reprocess", "--from", "1d", "--shadow", check=False)
    assert "Ingen avvik ville blitt annerledes." in plain and "ville blitt godtatt" not in plain
    other = replace(service, extra={**service.extra, "PLO_PLO20": "true"})
    assert "som ble avvist, ville blitt godtatt." in other.plo(
        "reprocess", "--from", "1d", "--shadow", check=False
    )


def test_words_for_what_is_wrong(service: Service) -> None:
    """Without --shadow, with a time that is none or lies ahead, it does nothing and says what to write."""
    for options, word in (
        (("--from", "1d"), "--shadow"),
        (("--from", "i går", "--shadow"), "2026-02-01"),
        (("--from", "2999-01-01", "--shadow"), "er ikke ennå"),
    ):
        done = subprocess.run(
            (PLO, "reprocess", *options), env=service.environment, capture_output=True, text=True, timeout=60
        )
        assert done.returncode == 2 and word in done.stderr
