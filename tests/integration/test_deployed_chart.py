"""The Helm chart: sound in the eyes of Helm and Kubernetes, and true of the service as it is."""

import json
from typing import Any

import kubernetes_validate
import pytest
import yaml
from deployed import DEPLOY, is_setting, tool

from broker.app import PARTS
from broker.settings import Settings

CHART, EXAMPLE = DEPLOY / "helm" / "plo-broker", DEPLOY / "helm" / "prod.yaml"
KUBERNETES = "1.32"
OF_OTHERS = {"ServiceMonitor"}  # kinds that Kubernetes itself does not know


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
    """A part that is added to the service is added here, and nothing is that the service does not have."""
    parts = {name for name, one in workloads(chart).items() if one["kind"] in ("Deployment", "StatefulSet")}
    assert parts == {f"plo-{part}" for part in PARTS}
    assert workloads(chart)["plo-detect"]["kind"] == "StatefulSet"  # a stable number


def test_every_part_of_the_chart_is_seen(chart: list[dict[str, Any]]) -> None:
    """Each has a service whose port Prometheus reads, and answers how it is."""
    services = {one["metadata"]["name"]: one["spec"] for one in chart if one["kind"] == "Service"}
    (monitor,) = [one["spec"] for one in chart if one["kind"] == "ServiceMonitor"]
    (read,) = [one["port"] for one in monitor["endpoints"]]
    for part in PARTS:
        assert read in [port["name"] for port in services[f"plo-{part}"]["ports"]]
        (container,) = workloads(chart)[f"plo-{part}"]["spec"]["template"]["spec"]["containers"]
        assert {"startupProbe", "livenessProbe", "readinessProbe"} <= set(container)
        assert "--vent" in container["args"]  # Kubernetes would start it again


def test_folders_are_fetched_from_the_disk_that_is_given(chart: list[dict[str, Any]]) -> None:
    """As the setting reads them; without folders the part is not run."""
    pod = workloads(chart)["plo-folder"]["spec"]["template"]["spec"]
    container = pod["containers"][0]
    (given,) = [one["value"] for one in container["env"] if one["name"] == "PLO_FOLDERS"]
    (folder,) = Settings(folders=json.loads(given)).folders
    mounted = {one["name"]: one["mountPath"] for one in container["volumeMounts"]}
    assert folder.path.is_relative_to(mounted["mapper"]) and folder.her == ("90001",)
    assert "plo-mapper" in str([one for one in pod["volumes"] if one["name"] == "mapper"])
    assert "plo-folder" not in workloads(rendered("--set-json", "folders.paths=[]"))


def test_secrets_are_files_that_the_service_finds(chart: list[dict[str, Any]]) -> None:
    """Not variables, which everybody sees who sees the process."""
    (config,) = [one for one in chart if one["metadata"]["name"] == "plo-innstillinger"]
    for one in workloads(chart).values():
        pod = one["spec"]["template"]["spec"]
        (secret,) = [
            volume
            for volume in pod["volumes"]
            if volume.get("secret", {}).get("secretName") == "plo-hemmelig"
        ]
        for container in pod["containers"]:
            assert not any("secretRef" in source for source in container["envFrom"])
            (place,) = [m["mountPath"] for m in container["volumeMounts"] if m["name"] == secret["name"]]
            assert config["data"]["PLO_SECRETS_DIR"] == place


def test_no_pod_may_do_more_than_it_must(chart: list[dict[str, Any]]) -> None:
    """Not root, a root file system that is read only, no capabilities, no variables that look like ours."""
    for one in workloads(chart).values():
        pod = one["spec"]["template"]["spec"]
        assert pod["securityContext"]["runAsNonRoot"] and not pod["enableServiceLinks"]
        assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
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
        ("parts.folder.replicas=2", "folder"),
        ("folders.existingClaim=", "folders.existingClaim"),
        ("folders.paths[0].path=/etc", "path"),
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
