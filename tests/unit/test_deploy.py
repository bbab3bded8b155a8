"""The files of deploy/ name what there is."""

import re
from pathlib import Path

from broker.settings import Settings

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"


def test_every_variable_is_a_setting() -> None:
    """The environment file sets nothing that the service does not read."""
    names = re.findall(r"^PLO_(\w+)=", (DEPLOY / "plo-broker.env").read_text(encoding="utf-8"), re.MULTILINE)
    assert names and {name.lower() for name in names} <= set(Settings.model_fields)


def test_the_unit_is_ended_as_ctrl_c_would() -> None:
    """systemd sends the signal that plo run ends in order on, and waits longer than it may take."""
    unit = (DEPLOY / "plo-broker.service").read_text(encoding="utf-8")
    assert "KillSignal=SIGINT" in unit and "plo run" in unit
