"""LocalKafka: fetch, start, stop and look at the one Kafka of this machine."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psutil

from broker.kafka_local import config, download, jars, probe, process
from broker.kafka_local.errors import KafkaUnavailable
from broker.kafka_local.home import Home

Say = Callable[[str], None]
START_LIMIT_S = 120.0


@dataclass(frozen=True)
class KafkaStatus:
    """How it stands with the local Kafka.

    Attributes:
        running: our process lives, and answers
        pid: of our process, also when it does not answer
        address: host:port to connect to
        why: when not running: the reason, in words for the user
    """

    running: bool
    pid: int | None
    address: str
    why: str | None


@dataclass(frozen=True)
class LocalKafka:
    """One Kafka node on this machine. Every call waits until it has done what it promises.

    Attributes:
        home: everything of this node: data/, server.properties, kafka.pid, kafka.log
        jars: cache of Kafka's jars; several homes may share it
        port: where clients connect, on 127.0.0.1 only
        controller_port: where the node talks to itself, on 127.0.0.1 only
        extra: more lines of server.properties, which win over ours
        heap_mb: largest Java heap, in MB; 128 dies of eight 20 MB messages at once
    """

    home: Path
    jars: Path
    port: int
    controller_port: int
    heap_mb: int = 256
    extra: str = ""

    @property
    def address(self) -> str:
        """host:port."""
        return f"{config.HOST}:{self.port}"

    def fetch(self, say: Say) -> None:
        """See to it that every jar is in the cache and is the pinned one; no network when they are there.

        Raises:
            KafkaUnavailable: a jar could not be fetched, or is not the pinned one.
        """
        pinned = jars.pinned()
        if absent := jars.missing(self.jars, pinned):
            download.download(absent, self.jars, say)
        for jar in pinned:
            jars.verify(self.jars / jar.name, jar)

    def start(self, say: Say) -> None:
        """Start Kafka unless it runs, and wait until it serves: 120 s at most.

        Raises:
            KafkaUnavailable: a port taken, a jar missing, the storage unusable, or Kafka ended or was slow.
        """
        self._home.make()
        with process.alone(self._home.lock):
            running = self._process()
            if running is None:
                probe.require(self.port, "PLO_KAFKA_PORT")
                probe.require(self.controller_port, "PLO_KAFKA_CONTROLLER_PORT")
                self.fetch(say)
                self._home.prepare(self.jars.absolute(), self.port, self.controller_port, self.extra)
                say(f"Starter Kafka på {self.address}")
                running = self._spawn()
            self._wait_for_answer(running)

    def stop(self, timeout_s: float = 30.0) -> None:
        """End Kafka in good order, by force after `timeout_s` seconds; nothing to do when it does not run."""
        if not self._home.path.is_dir():
            return
        with process.alone(self._home.lock):
            if running := self._process():
                process.end(running, timeout_s)
            self._home.pid_file.unlink(missing_ok=True)

    def kill(self) -> None:
        """SIGKILL, leaving everything as it lies: for tests."""
        if running := self._process():
            process.kill(running)

    def status(self) -> KafkaStatus:
        """How it stands; takes 2 s at most."""
        running = self._process()
        pid = running.pid if running else None
        if running and self._answers():
            return KafkaStatus(True, pid, self.address, None)
        return KafkaStatus(False, pid, self.address, self._why_not(pid))

    @property
    def _home(self) -> Home:
        return Home(self.home.absolute())

    def _process(self) -> psutil.Process | None:
        return process.find(self._home.pid_file, config.mark(self._home.path))

    def _answers(self) -> bool:
        answer = probe.ask(self.port)
        return answer is not None and answer.brokers > 0 and answer.cluster_id == self._home.cluster_id()

    def _spawn(self) -> psutil.Process:
        home = self._home
        command = config.server_command(home.path, self.jars.absolute(), home.properties, self.heap_mb)
        pid = process.spawn(command, home.log)
        home.pid_file.write_text(f"{pid}\n")
        return psutil.Process(pid)

    def _wait_for_answer(self, running: psutil.Process) -> None:
        give_up = time.monotonic() + START_LIMIT_S
        while not self._answers():
            if not process.alive(running):
                raise KafkaUnavailable(f"Kafka stoppet mens den startet.\n{self._home.last_words()}")
            if time.monotonic() > give_up:
                raise KafkaUnavailable(
                    f"Kafka svarer ikke på {self.address} etter {START_LIMIT_S:.0f} s, men prosess "
                    f"{running.pid} arbeider ennå. Vent og prøv igjen.\n{self._home.last_words()}"
                )
            time.sleep(0.05)

    def _why_not(self, pid: int | None) -> str:
        if pid:
            return f"Prosess {pid} kjører, men svarer ikke på {self.address}. Kanskje starter den ennå."
        if self._home.pid_file.exists():
            return f"Kafka er borte uten å være stoppet.\n{self._home.last_words()}"
        if not probe.free(self.port):
            return f"Kafka er ikke startet, og port {self.port} er opptatt ({probe.holder(self.port)})."
        return "Kafka er ikke startet."
