"""Secrets in files rather than in variables: a chapter of broker/settings.py."""

import os
from pathlib import Path

from pydantic import DirectoryPath, Field
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SecretsSettingsSource


class SecretSettings(BaseSettings):
    """Where files lie that each hold one setting: of systemd, of Kubernetes, or of one's own."""

    secrets_dir: DirectoryPath | None = Field(
        None,
        description="Mappe med filer som hver har én innstilling, og navnet dens (PLO_DATABASE).",
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What code gives, then variables, then files; the field refuses a folder that is not there."""
        folder = Path(os.environ.get("PLO_SECRETS_DIR") or os.devnull)
        files = (SecretsSettingsSource(settings_cls, folder),) if folder.is_dir() else ()
        return init_settings, env_settings, *files
