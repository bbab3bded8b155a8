"""The local Kafka without starting one: what it is told, and what it says when it cannot start."""

import os
import socket
import subprocess
import sys
import threading
from pathlib import Path

import psutil
import pytest
from servers import free_port

from broker.kafka_local import KafkaUnavailable, LocalKafka, config, local, probe, process
from broker.kafka_local.home import Home


@pytest.fixture
def kafka(tmp_path: Path) -> LocalKafka:
    return LocalKafka(tmp_path / "kafka", tmp_path / "jars", free_port(), free_port())


def written(text: str) -> dict[str, str]:
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return dict(line.split("=", 1) for line in lines)


def test_node_listens_on_this_machine_only() -> None:
    """Nobody else on the network reaches a Kafka without passwords."""
    told = written(config.properties(Path("/h/data"), 1111, 2222))
    assert told["listeners"] == "PLAINTEXT://127.0.0.1:1111,CONTROLLER://127.0.0.1:2222"
    assert told["advertised.listeners"] == "PLAINTEXT://127.0.0.1:1111"
    assert told["controller.quorum.voters"] == "1@127.0.0.1:2222"


def test_node_is_told_what_was_measured() -> None:
    """One copy, no topics by accident, 24 MB messages, quick rebalance, a cleaner that fits the heap."""
    told = written(config.properties(Path("/h/data"), 1, 2))
    assert told["log.dirs"] == "/h/data"
    assert told["auto.create.topics.enable"] == "false"
    assert told["offsets.topic.replication.factor"] == "1"
    assert told["group.initial.rebalance.delay.ms"] == "0"
    assert int(told["message.max.bytes"]) == 24 * 1024 * 1024
    assert int(told["replica.fetch.max.bytes"]) >= int(told["message.max.bytes"])
    assert int(told["socket.request.max.bytes"]) <= int(told["queued.max.request.bytes"])
    assert int(told["log.cleaner.dedupe.buffer.size"]) < 8 * 1024 * 1024
    assert not [name for name in told if "retention" in name]


def test_path_with_norwegian_letters_is_escaped() -> None:
    """Java reads properties as Latin-1, with \\u for the rest."""
    assert "log.dirs=/home/bj\\u00f8rn/a b\\u005cc" in config.properties(Path("/home/bjørn/a b\\c"), 1, 2)


def test_cluster_id_never_begins_with_a_dash(monkeypatch: pytest.MonkeyPatch) -> None:
    """StorageTool would read it as an option."""
    dashed, good = bytes([0xF8]) + bytes(15), bytes(16)
    made = iter([dashed, dashed, good])
    monkeypatch.setattr(
        "broker.kafka_local.config.uuid.uuid4", lambda: type("Made", (), {"bytes": next(made)})
    )
    assert config.new_cluster_id() == "A" * 22


def test_cluster_id_is_given_with_an_equals_sign() -> None:
    """And should one begin with a dash all the same, it is still an argument's value."""
    assert "--cluster-id=-x" in config.format_command(Path("/jars"), Path("/p"), "-x")


@pytest.mark.parametrize(
    ("which", "setting"), [("port", "KAFKA_PORT"), ("controller_port", "CONTROLLER_PORT")]
)
def test_taken_port_is_named(kafka: LocalKafka, which: str, setting: str) -> None:
    """Which port, who has it, and which setting chooses another; before anything is fetched."""
    port = getattr(kafka, which)
    with socket.create_server(("127.0.0.1", port)), pytest.raises(KafkaUnavailable) as raised:
        kafka.start(print)
    assert f"Port {port} " in str(raised.value)
    assert f"prosess {os.getpid()}" in str(raised.value)
    assert setting in str(raised.value)


@pytest.mark.parametrize("content", ["", "not a number", "999999999", str(os.getpid())])
def test_stale_pid_file_is_no_kafka(kafka: LocalKafka, content: str) -> None:
    """A file left by a process that is gone, or whose number another program has got."""
    kafka.home.mkdir()
    home = Home(kafka.home)
    home.pid_file.write_text(content)
    home.log.write_text("java.lang.OutOfMemoryError\n")
    status = kafka.status()
    assert (status.running, status.pid) == (False, None)
    assert status.why is not None and "OutOfMemoryError" in status.why
    kafka.stop()
    assert not home.pid_file.exists()
    assert kafka.status().why == "Kafka er ikke startet."


def test_process_that_ended_is_not_found(tmp_path: Path) -> None:
    """Our own child is dead as soon as it has ended, though nobody has asked for its exit code."""
    log = tmp_path / "log"
    pid = process.spawn([sys.executable, "-c", "print('said'); input()", "our-mark"], log)
    (tmp_path / "pid").write_text(str(pid))
    while "said" not in process.tail(log):  # before that it may not be that program yet
        assert process.find(tmp_path / "pid", "other-mark") is None
    while (found := process.find(tmp_path / "pid", "our-mark")) is not None:
        assert found.pid == pid


def test_failing_tool_tells_what_it_said() -> None:
    """The text of the tool, not only that it failed."""
    assert process.run([sys.executable, "-c", "raise SystemExit('no such thing')"]) == "no such thing\n"
    assert process.run([sys.executable, "-c", ""]) is None


def test_open_port_is_no_answer() -> None:
    """A server that takes the connection and hangs up is no Kafka."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        hangs_up = threading.Thread(target=lambda: server.accept()[0].close())
        hangs_up.start()
        assert probe.ask(server.getsockname()[1]) is None
        hangs_up.join()


def test_answer_tells_brokers_and_cluster() -> None:
    """Metadata v2, as Kafka sends it."""
    one = b"\0\0\0\1" + b"\0\x09127.0.0.1" + b"\0\0\x71\x84" + b"\xff\xff"
    assert probe._read(b"\0\0\0\1" + b"\0\0\0\1" + one + b"\0\2id") == probe.Answer(1, "id")
    assert probe._read(b"\0\0\0\1" + b"\0\0\0\0" + b"\xff\xff") == probe.Answer(0, None)


def test_comma_in_the_folder_is_refused(tmp_path: Path) -> None:
    """Kafka would take it for two folders."""
    with pytest.raises(KafkaUnavailable, match="komma"):
        LocalKafka(tmp_path / "a,b", tmp_path, 1, 2).start(print)


def test_slow_start_is_told(kafka: LocalKafka, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that runs and does not answer is left running, and the user told so."""
    monkeypatch.setattr(local, "START_LIMIT_S", 0.1)
    home = Home(kafka.home)
    home.make()
    waits = [sys.executable, "-c", "import time; time.sleep(60)", config.mark(home.path)]
    home.pid_file.write_text(str(process.spawn(waits, home.log)))
    while process.find(home.pid_file, config.mark(home.path)) is None:
        pass
    with pytest.raises(KafkaUnavailable, match="svarer ikke"):
        kafka.start(print)
    why = kafka.status().why
    assert why is not None and "svarer ikke" in why
    kafka.stop()
    assert kafka.status().pid is None


def test_a_zombie_has_ended() -> None:
    """Whoever stops a Kafka that another of us started does not wait for that one to notice."""
    code = "import subprocess as s; print(s.Popen(['sleep', '60']).pid, flush=True); s.time.sleep(60)"
    starter = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    with starter:
        assert starter.stdout is not None
        child = psutil.Process(int(starter.stdout.readline()))
        process.end(child, 20)
        assert child.status() == psutil.STATUS_ZOMBIE
        starter.kill()
