"""compose, the image, and what Prometheus is told: true of each other, and of the service as it is."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml
from deployed import DEPLOY, ROOT, is_setting
from pydantic_settings import SecretsSettingsSource

from broker.app import PARTS
from broker.settings import SECRETS, Settings

COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yml").read_text(encoding="utf-8"))
OURS = {name: one for name, one in COMPOSE["services"].items() if one["image"].startswith("plo-broker")}


def test_compose_is_valid_by_its_own_schema(tmp_path: Path) -> None:
    """The compose specification's; a misspelt field is found."""
    check = (sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec")
    done = subprocess.run((*check, DEPLOY / "compose.yml"), capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    wrong = tmp_path / "compose.yml"
    wrong.write_text("services: {a: {image: b, helthcheck: {}}}")
    assert subprocess.run((*check, wrong), capture_output=True).returncode == 1


def test_compose_runs_every_part() -> None:
    """Each as plo part, on three Kafka nodes and PostgreSQL."""
    commands = [one["command"] for one in OURS.values()]
    parts = {words[1].partition("-")[0] for words in commands if words[0] == "part"}
    assert set(PARTS) == parts
    assert all(words[-1] == "--vent" for words in commands if words[0] == "part")  # else started again
    assert {"kafka1", "kafka2", "kafka3", "postgres"} <= set(COMPOSE["services"])


def test_compose_sets_what_there_is_and_gives_away_nothing() -> None:
    """Settings that exist; not root; a read-only root; nothing on an address that others reach."""
    for name, one in OURS.items():
        assert all(is_setting(variable) for variable in one["environment"])
        assert one["read_only"] and one["user"] == "10001:10001" and one["cap_drop"] == ["ALL"], name
        assert one["security_opt"] == ["no-new-privileges:true"], name
    ports = [port for one in COMPOSE["services"].values() for port in one.get("ports", [])]
    assert ports and all(port.startswith("127.0.0.1:") for port in ports)


def test_compose_gives_secrets_as_files() -> None:
    """Each is a file that one makes, read by those who need it; none is a variable, which `inspect` shows."""
    variables = [
        f"{name}={value}"
        for one in COMPOSE["services"].values()
        for name, value in one["environment"].items()
    ]
    secret = {*(f"PLO_{name.upper()}=" for name in SECRETS), "POSTGRES_PASSWORD="}
    assert not [one for one in variables if any(one.startswith(name) for name in secret)]
    assert "${" not in "".join(one for one in variables if not one.startswith("PLO_OTLP="))
    for one in OURS.values():
        assert one["environment"]["PLO_SECRETS_DIR"] == "/run/secrets"
        assert set(one["secrets"]) == {"PLO_DATABASE", "PLO_PID_SECRET"} and all(
            map(is_setting, one["secrets"])
        )
    database = COMPOSE["services"]["postgres"]
    (password,) = database["secrets"]
    assert database["environment"]["POSTGRES_PASSWORD_FILE"] == f"/run/secrets/{password}"


def test_the_secrets_of_compose_are_made_as_the_readme_says(tmp_path: Path) -> None:
    """Its commands, run: the very files that are mounted, with the settings that the parts then read."""
    (commands,) = re.findall(r"```sh\n(umask.+?)```", (DEPLOY / "README.md").read_text("utf-8"), re.DOTALL)
    (tmp_path / "deploy").mkdir()
    subprocess.run(("sh", "-ec", commands.replace("chown", ": chown")), cwd=tmp_path, check=True)
    made = tmp_path / "deploy" / "hemmelig"
    wanted = {name: one["file"] for name, one in COMPOSE["secrets"].items()}
    assert wanted == {file.name: f"./{made.name}/{file.name}" for file in made.iterdir()}
    assert {file.stat().st_mode & 0o777 for file in made.iterdir()} == {0o600}
    read = SecretsSettingsSource(Settings, made)()
    password = (made / "POSTGRES_PASSWORD").read_text().strip()
    assert read["database"] == f"postgresql://plo:{password}@postgres/plo" and len(read["pid_secret"]) == 64
    assert f"/deploy/{made.name}/" in (ROOT / ".gitignore").read_text("utf-8").splitlines()


def test_prometheus_is_told_of_every_container_of_ours() -> None:
    """Each service that stays up is fetched from, on the port that the image answers on."""
    config = yaml.safe_load((DEPLOY / "prometheus" / "prometheus.yml").read_text(encoding="utf-8"))
    targets = {
        one for job in config["scrape_configs"] for given in job["static_configs"] for one in given["targets"]
    }
    staying = {name for name, one in OURS.items() if one["command"][0] == "part"}
    assert {f"{name}:9100" for name in staying} == {one for one in targets if one.endswith(":9100")}
    assert "PLO_METRICS_PORT=9100" in (DEPLOY / "Containerfile").read_text(encoding="utf-8")


def test_what_is_mounted_empty_is_made_in_the_image() -> None:
    """A volume takes its owner from there; else user 10001 may write nothing on it."""
    made = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
    (line,) = re.findall(r"install -d -o plo -g plo -m 0700 (.+)", made)
    mounts = {words.split(":")[1] for one in OURS.values() for words in one["volumes"] if words[0] != "."}
    assert mounts and mounts <= set(line.split())
    assert not any("uid=" in place for one in OURS.values() for place in one["tmpfs"])  # Podman has none such


def test_nothing_of_the_builder_gets_into_the_image() -> None:
    """Only what is copied is let in at all: no .env, no state, no virtual environment."""
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    let_in = {line.removeprefix("!") for line in lines if line.startswith("!")}
    copied = re.findall(r"^COPY (?!--from)(\S+)", (DEPLOY / "Containerfile").read_text("utf-8"), re.MULTILINE)
    assert "*" in lines and let_in == set(copied)


def test_the_image_holds_what_is_there() -> None:
    """What is copied exists; it does not run as root; its settings are settings."""
    lines = (DEPLOY / "Containerfile").read_text(encoding="utf-8").splitlines()
    copied = [line.split()[1] for line in lines if line.startswith("COPY") and "--from" not in line]
    assert len(copied) >= 6 and all((ROOT / name).exists() for name in copied)
    assert "USER 10001:10001" in lines
    variables = [word.strip().partition("=")[0] for line in lines for word in line.split() if "PLO_" in word]
    assert variables and all(is_setting(name) for name in variables)
