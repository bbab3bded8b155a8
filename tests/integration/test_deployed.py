"""compose, systemd, Helm: sound in the eyes of their own tools, and true of the service as it is."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml

from broker.app import PARTS
from broker.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
CHART = DEPLOY / "helm" / "plo-broker"
EXAMPLE = DEPLOY / "helm" / "prod.yaml"
KUBERNETES = "1.32"
OF_OTHERS = {"ServiceMonitor"}
"""Kinds that Kubernetes itself does not know."""


def tool(name: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """A program beside Python in the virtual environment."""
    words = (Path(sys.executable).with_name(name), *arguments)
    return subprocess.run(words, capture_output=True, text=True)


def rendered(*options: str) -> list[dict[str, Any]]:
    done = tool(
        "helm", "template", "plo", CHART, "-f", EXAMPLE, "--kube-version", f"{KUBERNETES}.0", *options
    )
    assert done.returncode == 0, done.stderr
    return [one for one in yaml.safe_load_all(done.stdout) if one]


@pytest.fixture(scope="module")
def chart() -> list[dict[str, Any]]:
    return rendered()


def workloads(chart: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Name -> what runs pods."""
    return {one["metadata"]["name"]: one for one in chart if "template" in one.get("spec", {})}


def is_setting(name: str) -> bool:
    return name.removeprefix("PLO_").lower() in Settings.model_fields


def test_helm_lint_has_nothing_to_say() -> None:
    """Warnings count too."""
    done = tool("helm", "lint", CHART, "-f", EXAMPLE, "--strict")
    assert done.returncode == 0 and "0 chart(s) failed" in done.stdout, done.stdout + done.stderr


def test_kubernetes_takes_every_object(chart: list[dict[str, Any]]) -> None:
    """Each is valid by the published schema, without a field that is not there."""
    kinds = {one["kind"] for one in chart}
    assert {"Deployment", "StatefulSet", "NetworkPolicy", "PodDisruptionBudget", "Job"} <= kinds
    for one in chart:
        if one["kind"] not in OF_OTHERS:
            kubernetes_validate.validate(one, KUBERNETES, strict=True)


def test_a_wrong_field_is_found(chart: list[dict[str, Any]]) -> None:
    """The check above can fail."""
    service = next(one for one in chart if one["kind"] == "Service")
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate({**service, "spec": {"porter": []}}, KUBERNETES, strict=True)


def test_the_chart_runs_every_part(chart: list[dict[str, Any]]) -> None:
    """A part that is added to the service is added here; folder needs a disk of its own, and is left out."""
    assert {f"plo-{part}" for part in PARTS if part != "folder"} <= set(workloads(chart))
    assert workloads(chart)["plo-detect"]["kind"] == "StatefulSet"  # a stable number


def test_no_pod_may_do_more_than_it_must(chart: list[dict[str, Any]]) -> None:
    """Not root, a root file system that is read only, no capabilities, no variables that look like ours."""
    for one in workloads(chart).values():
        pod = one["spec"]["template"]["spec"]
        assert pod["securityContext"]["runAsNonRoot"] and not pod["enableServiceLinks"]
        assert not pod["automountServiceAccountToken"]
        for container in pod["containers"]:
            assert container["securityContext"] == {
                "allowPrivilegeEscalation": False,
                "readOnlyRootFilesystem": True,
                "capabilities": {"drop": ["ALL"]},
            }


def test_settings_of_the_chart_are_settings(chart: list[dict[str, Any]]) -> None:
    """And what is left empty is not set at all."""
    (config,) = [one for one in chart if one["metadata"]["name"] == "plo-innstillinger"]
    assert len(config["data"]) > 3 and all(is_setting(name) for name in config["data"])


@pytest.mark.parametrize(
    ("option", "why"),
    [
        ("agreement=", "agreement"),
        ("secret.existing=", "PLO_DATABASE"),
        ("settings.s3_bucket=", "largeMessages"),
        ("parts.detect.stable=kanskje", "stable"),
    ],
)
def test_what_would_not_work_is_refused(option: str, why: str) -> None:
    """Before anything is installed."""
    done = tool("helm", "template", "plo", CHART, "-f", EXAMPLE, "--kube-version", "1.32.0", "--set", option)
    assert done.returncode != 0 and why in done.stderr


def test_secrets_may_be_given_for_a_trial() -> None:
    """Where there is no Secret, one is made."""
    given = ("--set", "secret.existing=", "--set", "secret.values.PLO_DATABASE=postgresql://a/b")
    chart = rendered(*given, "--set", "secret.values.PLO_PID_SECRET=x")
    (secret,) = [one for one in chart if one["kind"] == "Secret"]
    assert set(secret["stringData"]) == {"PLO_DATABASE", "PLO_PID_SECRET"}


COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yml").read_text(encoding="utf-8"))
OURS = {name: one for name, one in COMPOSE["services"].items() if one["image"].startswith("plo-broker")}


def test_compose_is_valid_by_its_own_schema(tmp_path: Path) -> None:
    """The compose specification's; a misspelt field is found."""
    check = ("--builtin-schema", "vendor.compose-spec")
    done = tool("check-jsonschema", *check, DEPLOY / "compose.yml")
    assert done.returncode == 0, done.stdout + done.stderr
    wrong = tmp_path / "compose.yml"
    wrong.write_text("services: {a: {image: b, helthcheck: {}}}")
    assert tool("check-jsonschema", *check, wrong).returncode != 0


def test_compose_runs_every_part() -> None:
    """Each as plo part, on three Kafka nodes and PostgreSQL."""
    commands = [one["command"] for one in OURS.values()]
    parts = {words[1].partition("-")[0] for words in commands if words[0] == "part"}
    assert set(PARTS) <= parts
    assert {"kafka1", "kafka2", "kafka3", "postgres"} <= set(COMPOSE["services"])


def test_compose_sets_what_there_is_and_gives_away_nothing() -> None:
    """Settings that exist; not root; a read-only root; nothing on an address that others reach."""
    for name, one in OURS.items():
        assert all(is_setting(variable) for variable in one["environment"])
        assert one["read_only"] and one["user"] == "10001:10001" and one["cap_drop"] == ["ALL"], name
    ports = [port for one in COMPOSE["services"].values() for port in one.get("ports", [])]
    assert ports and all(port.startswith("127.0.0.1:") for port in ports)


def test_the_image_holds_what_is_there() -> None:
    """What is copied exists; it does not run as root; its settings are settings."""
    lines = (DEPLOY / "Containerfile").read_text(encoding="utf-8").splitlines()
    copied = [line.split()[1] for line in lines if line.startswith("COPY") and "--from" not in line]
    assert len(copied) >= 6 and all((ROOT / name).exists() for name in copied)
    assert "USER 10001:10001" in lines
    variables = [word.strip().partition("=")[0] for line in lines for word in line.split() if "PLO_" in word]
    assert variables and all(is_setting(name) for name in variables)


@pytest.mark.parametrize("unit", ["plo-broker.service", "plo-part@.service"])
def test_systemd_reads_the_units(unit: str, tmp_path: Path) -> None:
    """No unknown line; and little that it may do."""
    for path in (*DEPLOY.glob("*.service"), *DEPLOY.glob("*.target")):
        text = path.read_text(encoding="utf-8").replace("/opt/plo-broker/.venv/bin/plo ", "/bin/true ")
        (tmp_path / path.name.replace("@.", "@detect-0.")).write_text(text, encoding="utf-8")
    placed = tmp_path / unit.replace("@.", "@detect-0.")
    done = subprocess.run(("systemd-analyze", "verify", "--man=no", placed), capture_output=True, text=True)
    assert done.returncode == 0 and str(tmp_path) not in done.stderr, done.stderr
    rated = ("systemd-analyze", "security", "--offline=yes", "--threshold=20", placed)
    assert subprocess.run(rated, capture_output=True).returncode == 0


def test_a_part_that_stopped_itself_is_left_to_a_person() -> None:
    """Exit code 3 is not started again, by systemd or by a loop of ours."""
    assert "RestartPreventExitStatus=3" in (DEPLOY / "plo-part@.service").read_text(encoding="utf-8")
