"""Alerts and boards: they ask for metrics that exist, fire when they should, and each alert has its page."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from adapters.metric_table import NAMES, TABLE
from broker.deployed.panels import BOARDS

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "deploy" / "prometheus"
PAGES = ROOT / "docs" / "drift"
PROMTOOL = Path(sys.executable).with_name("promtool")
HEADINGS = ("## Hva det betyr", "## Hva du gjør nå", "## Slik ser du at det er over")

RULES: list[dict[str, Any]] = [
    rule
    for group in yaml.safe_load((FOLDER / "plo-broker.rules.yml").read_text(encoding="utf-8"))["groups"]
    for rule in group["rules"]
]
ALERTS = {rule["alert"]: rule for rule in RULES if "alert" in rule}
RECORDED = {rule["record"] for rule in RULES if "record" in rule}
CASES = yaml.safe_load((FOLDER / "plo-broker.test.yml").read_text(encoding="utf-8"))["tests"]
ASKED = [
    *(rule["expr"] for rule in RULES),
    *(ask for _, panels in BOARDS.values() for panel in panels for _, ask in panel.asks),
]


def promtool(*arguments: str, folder: Path = FOLDER) -> subprocess.CompletedProcess[str]:
    return subprocess.run((PROMTOOL, *arguments), cwd=folder, capture_output=True, text=True)


def test_promtool_finds_the_rules_sound() -> None:
    """As Prometheus itself would read them."""
    done = promtool("check", "rules", "plo-broker.rules.yml")
    assert done.returncode == 0 and "SUCCESS" in done.stdout, done.stdout + done.stderr


def test_the_example_configuration_is_sound() -> None:
    """With the rules it names."""
    done = promtool("check", "config", "prometheus.yml")
    assert done.returncode == 0, done.stdout + done.stderr


def test_each_fires_when_it_should_and_is_silent_otherwise() -> None:
    """Over time, as Prometheus would evaluate them."""
    done = promtool("test", "rules", "plo-broker.test.yml")
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_rule_that_is_wrong_is_found(tmp_path: Path) -> None:
    """The cases can fail: with a limit ten times as high, the deadline is not told of."""
    for name in ("plo-broker.rules.yml", "plo-broker.test.yml"):
        (tmp_path / name).write_bytes((FOLDER / name).read_bytes().replace(b"> 300\n", b"> 3000\n"))
    done = promtool("test", "rules", "plo-broker.test.yml", folder=tmp_path)
    assert done.returncode != 0 and "alertname: PloFristerSent" in done.stderr


@pytest.mark.parametrize("name", ALERTS)
def test_each_alert_has_both_cases(name: str) -> None:
    """One that fires, and one that does not."""
    cases = [one for case in CASES for one in case["alert_rule_test"] if one["alertname"] == name]
    assert {bool(one["exp_alerts"]) for one in cases} == {True, False}


@pytest.mark.parametrize("name", ALERTS)
def test_each_alert_has_its_page(name: str) -> None:
    """What it means, what to do, how to see that it is over; and the alert says where."""
    alert = ALERTS[name]
    assert alert["annotations"]["runbook"] == f"docs/drift/{name}.md"
    assert alert["labels"]["alvor"] in ("kritisk", "advarsel")
    page = (PAGES / f"{name}.md").read_text(encoding="utf-8")
    assert page.startswith(f"# {name}: ") and all(heading in page for heading in HEADINGS)
    assert f"[{name}]({name}.md) | {alert['labels']['alvor']} |" in (PAGES / "README.md").read_text("utf-8")


def test_every_command_of_the_pages_exists() -> None:
    """With its options: whoever is woken types what stands there."""
    known = (ROOT / "docs" / "kommandoer.md").read_text(encoding="utf-8")
    text = "".join(path.read_text(encoding="utf-8") for path in PAGES.glob("*.md"))
    typed = re.findall(r"\bplo ((?:[a-z]+ )*[a-z]+)((?: [^`]*)?)`", text)
    assert len(typed) > 15
    for words, rest in typed:
        assert f"plo {words}" in known, words
        assert all(option in known for option in re.findall(r"--[a-z]+", rest)), rest


def test_no_page_is_left_of_an_alert_that_is_gone() -> None:
    """Every page belongs to an alert."""
    assert {path.stem for path in PAGES.glob("Plo*.md")} == set(ALERTS)


def test_every_metric_asked_for_exists() -> None:
    """A metric that is renamed takes no board and no alert with it in silence."""
    asked = {name for one in ASKED for name in re.findall(r"\bplo[_:][a-z0-9_]+", one)}
    assert len(asked) > 15 and asked <= NAMES | RECORDED


def labels_asked(ask: str) -> set[str]:
    """The labels that an expression groups by or looks for."""
    grouped = re.findall(r"\b(?:by|on|without|ignoring)\s*\(([^)]*)\)", ask)
    matched = [inside for braces in re.findall(r"\{([^}]*)\}", ask) for inside in braces.split(",")]
    names = [name for inside in grouped for name in inside.split(",")]
    names += [re.split("[=!~]", one)[0] for one in matched]
    return {name.strip() for name in names} - {""}


def labels_there(ask: str) -> set[str]:
    """The labels of the metrics that an expression names."""
    there = [one for one in TABLE if any(re.search(rf"\b{name}\b", ask) for name in one.exposed)]
    of_prometheus = ("job", "instance") if re.search(r"\bup\b", ask) else ()
    buckets = ("le",) if re.search(r"_bucket\b", ask) else ()
    return {*of_prometheus, *buckets, *(label for one in there for label in one.labels)}


@pytest.mark.parametrize("ask", ASKED)
def test_every_label_asked_for_exists(ask: str) -> None:
    """By a label that is not there, everything becomes one line; a matcher of one finds nothing."""
    assert labels_asked(ask) <= labels_there(ask)


def test_every_line_is_named_by_a_label_that_it_has() -> None:
    """The name under a line of a board is made of what the line is grouped by."""
    for _, panels in BOARDS.values():
        for panel in panels:
            for label, ask in panel.asks:
                assert set(re.findall(r"\{\{(\w+)\}\}", label)) <= labels_asked(ask), (panel.title, label)


def test_a_label_that_is_not_there_is_found() -> None:
    """The check above can fail."""
    ask = 'sum by (kommune) (rate(plo_meldinger_total{verdikt="x"}[5m]))'
    assert labels_asked(ask) == {"kommune", "verdikt"} and not labels_asked(ask) & labels_there(ask)


def test_every_board_asks_in_promql(tmp_path: Path) -> None:
    """What the boards ask is read by promtool as rules are."""
    rules = [
        {"record": f"b{number}", "expr": re.sub(r"\$\w+", "5m", ask)} for number, ask in enumerate(ASKED)
    ]
    body = yaml.safe_dump({"groups": [{"name": "g", "rules": rules}]})
    (tmp_path / "r.yml").write_text(body)
    done = promtool("check", "rules", "r.yml", folder=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
