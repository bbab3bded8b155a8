"""What the demo needs of an installation: a folder that may speak for all, and quiet parts."""

import os
from collections.abc import Mapping
from pathlib import Path

from pydantic import TypeAdapter

from broker.settings import Folder, Settings
from broker.simulate.parties import PARTIES

FOLDERS: TypeAdapter[tuple[Folder, ...]] = TypeAdapter(tuple[Folder, ...])

REST_S = 0.2
"""The demo renames its files into place, so they need not lie at rest for long."""
LEVEL = "WARNING"
"""What the parts log in the demo: a line for every message would tear the table apart."""


def folder_of(settings: Settings) -> Path:
    """The demo's folder."""
    return settings.home / "mappe"


def url_of(settings: Settings) -> str:
    """Where messages are posted; a service that listens everywhere is asked here."""
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(settings.host, settings.host)  # noqa: S104
    return f"http://{host}:{settings.http_port}/meldinger"


def demo_settings(settings: Settings) -> Settings:
    """The settings of the service while it runs the demo: with the demo's folder."""
    ours = Folder(path=folder_of(settings), her=PARTIES, historikk=True)
    return settings.model_copy(
        update={"folders": (*settings.folders, ours), "folder_rest_s": REST_S, "log_level": LEVEL}
    )


def demo_environment(settings: Settings) -> Mapping[str, str]:
    """The environment of the parts, which read their settings from it; `settings` from demo_settings."""
    return {
        **os.environ,
        "PLO_FOLDERS": FOLDERS.dump_json(settings.folders).decode(),
        "PLO_FOLDER_REST_S": str(settings.folder_rest_s),
        "PLO_LOG_LEVEL": settings.log_level,
    }
