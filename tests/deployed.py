"""Where the files of deploy/ are, and the tools that are held to them."""

import subprocess
import sys
from pathlib import Path

from broker.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
DEPLOY = ROOT / "deploy"


def tool(name: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """A program beside Python in the virtual environment."""
    words = (Path(sys.executable).with_name(name), *arguments)
    return subprocess.run(words, capture_output=True, text=True)


def is_setting(name: str) -> bool:
    """Whether the service reads this variable."""
    return name.removeprefix("PLO_").lower() in Settings.model_fields
