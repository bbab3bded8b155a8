"""What the demo needs of an installation: a folder that may speak for all its parties."""

from pathlib import Path

from broker.settings import Folder, Settings
from broker.simulate.parties import PARTIES

REST_S = 0.2
"""The demo renames its files into place, so they need not lie at rest for long."""


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
    folders = (*(one for one in settings.folders if one.path != ours.path), ours)
    return settings.model_copy(update={"folders": folders, "folder_rest_s": REST_S})
