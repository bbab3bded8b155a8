"""The setting of a folder that messages are fetched from."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict


class Folder(BaseModel):
    """A folder that messages may be laid in, and whom it may speak for.

    Attributes:
        path: holds `inn`, `ferdig`, `avvist` and `ut`; made when missing.
        her: level-1 HER-ids that it may speak for.
        historikk: what is laid here is a backlog.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    path: Path
    her: tuple[str, ...]
    historikk: bool = False
