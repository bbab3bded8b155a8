"""The home folder of the node: its files, its cluster id, and its storage made ready once."""

from dataclasses import dataclass
from pathlib import Path

from broker.kafka_local import config, process
from broker.kafka_local.errors import KafkaUnavailable
from broker.room import lack_of_room


@dataclass(frozen=True)
class Home:
    """Where everything lies.

    Attributes:
        path: the folder, absolute
    """

    path: Path

    @property
    def data(self) -> Path:
        """Kafka's own files."""
        return self.path / "data"

    @property
    def log(self) -> Path:
        """What the JVM says; starts empty at every start, the one before is kept beside it."""
        return self.path / "kafka.log"

    @property
    def pid_file(self) -> Path:
        """The process id, as text."""
        return self.path / "kafka.pid"

    @property
    def lock(self) -> Path:
        """Held while one of us starts or stops Kafka."""
        return self.path / "kafka.lock"

    @property
    def properties(self) -> Path:
        """What Kafka is told, written at every start."""
        return self.path / "server.properties"

    def make(self) -> None:
        """Make the folders, closed to others: messages will lie in them.

        Raises:
            KafkaUnavailable: they cannot be made, or Kafka could not use its name.
        """
        if "," in str(self.path):
            raise KafkaUnavailable(f"Kafka kan ikke bruke en mappe med komma i navnet: {self.path}")
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.data.mkdir(mode=0o700, exist_ok=True)
        except OSError as exc:
            raise KafkaUnavailable(f"Kan ikke lage mappen {exc.filename}: {exc.strerror}.") from exc

    def cluster_id(self) -> str | None:
        """The id Kafka's storage was made with; None when there is no storage yet."""
        try:
            lines = (self.data / "meta.properties").read_text(encoding="latin-1").splitlines()
        except OSError:
            return None
        return next((line.partition("=")[2] for line in lines if line.startswith("cluster.id=")), None)

    def prepare(self, jars: Path, port: int, controller_port: int) -> None:
        """Write the configuration, and make the storage when it is not there.

        Raises:
            KafkaUnavailable: the storage could not be made; says what the tool said.
        """
        self.properties.write_text(config.properties(self.data, port, controller_port), encoding="ascii")
        if self.cluster_id() is not None:
            return
        said = process.run(config.format_command(jars, self.properties, config.new_cluster_id()))
        if said is not None:
            raise KafkaUnavailable(f"Kafka fikk ikke gjort klar {self.data}:\n{said.strip()}")

    def last_words(self) -> str:
        """The end of the log, for a message to the user; or what is behind it all."""
        if full := lack_of_room(self.path):
            return full
        said = process.tail(self.log)
        return f"Siste linjer i {self.log}:\n{said}" if said else f"Loggen {self.log} er tom."
