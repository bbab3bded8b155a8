"""Write jars.lock anew, after VERSION was changed: `python -m broker.kafka_local.relock`.

Resolves what Kafka needs, downloads it, and pins what came. For developers; the product only reads the lock.
"""

import hashlib
from pathlib import Path
from tempfile import TemporaryDirectory

from broker.kafka_local.jars import LOCK, VERSION

WANTED = (
    f"org.apache.kafka:kafka_2.13:{VERSION}",
    "org.slf4j:slf4j-simple:1.7.36",  # the version of slf4j-api that Kafka asks for
)
HEADER = f"# Apache Kafka {VERSION}: sha256 and coordinate of every jar. Written by relock.py.\n"


def resolve(repository: Path) -> list[str]:
    """The lock's lines, sorted by coordinate; the files end up below `repository`."""
    from jgo.maven import MavenContext

    maven = MavenContext(repo_cache=repository)
    asked, brought = maven.resolver.resolve([maven.create_dependency(name) for name in WANTED])
    artifacts = [
        needed.artifact for needed in (*asked, *brought) if needed.scope in (None, "compile", "runtime")
    ]
    lines = {
        f"{a.groupId}:{a.artifactId}:{a.version}": hashlib.sha256(a.resolve().read_bytes()).hexdigest()
        for a in artifacts
    }
    return [f"{lines[coordinate]}  {coordinate}\n" for coordinate in sorted(lines)]


if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        LOCK.write_text(HEADER + "".join(resolve(Path(folder))), encoding="ascii")
