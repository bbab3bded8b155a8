"""Which jars Apache Kafka consists of, and that those we run are exactly these.

jars.lock is written by relock.py: one line for each jar, its sha256 and its Maven coordinate.
"""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from broker.kafka_local.errors import KafkaUnavailable

VERSION = "4.3.1"  # 4.4.0 needs kafka-tools-api 4.4.0, which was never published
LOCK = Path(__file__).with_name("jars.lock")


@dataclass(frozen=True)
class Jar:
    """One pinned jar.

    Attributes:
        sha256: of the file, in lower-case hex
        coordinate: group:artifact:version
    """

    sha256: str
    coordinate: str

    @property
    def name(self) -> str:
        """The file's name, the same in our cache as in a Maven repository."""
        _, artifact, version = self.coordinate.split(":")
        return f"{artifact}-{version}.jar"


def pinned(lock: Path = LOCK) -> tuple[Jar, ...]:
    """Every jar we run, in the order of the class path."""
    lines = lock.read_text(encoding="ascii").splitlines()
    return tuple(Jar(*line.split()) for line in lines if line and not line.startswith("#"))


def missing(folder: Path, jars: tuple[Jar, ...]) -> tuple[Jar, ...]:
    """Those of `jars` that are not in `folder`."""
    return tuple(jar for jar in jars if not (folder / jar.name).is_file())


def classpath(folder: Path) -> str:
    """Exactly the pinned jars; whatever else lies in the folder is never loaded."""
    return os.pathsep.join(str(folder / jar.name) for jar in pinned())


def verify(file: Path, jar: Jar) -> None:
    """Compare `file` with the pinned checksum.

    Raises:
        KafkaUnavailable: the file is another than the pinned one, or cannot be read.
    """
    try:
        with file.open("rb") as opened:
            found = hashlib.file_digest(opened, "sha256").hexdigest()
    except OSError as exc:
        raise KafkaUnavailable(f"Kan ikke lese {file}: {exc.strerror}.") from exc
    if found != jar.sha256:
        raise KafkaUnavailable(
            f"{jar.name} er en annen fil enn den som er låst (sha256 stemmer ikke), og brukes derfor ikke.\n"
            f"  fil:      {file}\n"
            f"  ventet:   {jar.sha256}\n"
            f"  fant:     {found}\n"
            "Slett filen og prøv igjen. Skjer det på nytt, så endrer noe på veien (proxy eller speil) filene."
        )
