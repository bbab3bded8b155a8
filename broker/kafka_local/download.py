"""Fetch jars that are not in our cache, through jgo's ordinary resolver.

A file lies in the cache only after its checksum was found right, so a broken download leaves nothing
behind, and the next attempt goes on where this one stopped. jgo is imported late: most starts never need it.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from broker.kafka_local.errors import KafkaUnavailable
from broker.kafka_local.jars import VERSION, Jar, verify

Say = Callable[[str], None]

AT_ONCE = 6
SAY_EVERY = 10
TIMEOUT_S = 20  # to connect, and between two pieces of an answer


def download(jars: tuple[Jar, ...], folder: Path, say: Say) -> None:
    """Put `jars` into `folder`, telling through `say` how far it has come.

    Raises:
        KafkaUnavailable: a file could not be fetched or stored, or is not the pinned one.
    """
    say(f"Henter Apache Kafka {VERSION} ({len(jars)} filer, til sammen under 50 MB). Det skjer bare én gang.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=".henter-", dir=folder) as incoming:
            _fetch_all(jars, folder, _maven(Path(incoming)), say)
    except OSError as exc:
        raise KafkaUnavailable(
            f"Kan ikke skrive til {folder}: {exc.strerror or type(exc).__name__}."
        ) from exc


def _fetch_all(jars: tuple[Jar, ...], folder: Path, maven: Any, say: Say) -> None:
    with ThreadPoolExecutor(AT_ONCE) as pool:
        running: dict[Future[None], Jar] = {pool.submit(_fetch, jar, folder, maven): jar for jar in jars}
        try:
            for done, future in enumerate(as_completed(running), start=1):
                _result(future, running[future], folder)
                if done % SAY_EVERY == 0 or done == len(jars):
                    say(f"  {done} av {len(jars)} filer hentet")
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _fetch(jar: Jar, folder: Path, maven: Any) -> None:
    """Runs in a thread: resolve one jar, check it, and move it into the cache in one step."""
    found: Path = maven.create_dependency(jar.coordinate).artifact.resolve()
    verify(found, jar)
    if not found.is_relative_to(
        maven.repo_cache
    ):  # it lies in the user's own Maven repository: leave it there
        copy: Path = maven.repo_cache / jar.name
        copy.write_bytes(found.read_bytes())
        found = copy
    found.replace(folder / jar.name)


def _result(future: Future[None], jar: Jar, folder: Path) -> None:
    try:
        future.result()
    except (OSError, RuntimeError) as exc:  # requests raises OSErrors, jgo RuntimeErrors
        raise KafkaUnavailable(_advice(jar, folder, _reason(exc))) from exc


def _reason(exc: OSError | RuntimeError) -> str:
    if isinstance(exc, RuntimeError):
        return "tjeneren svarte, men ga ikke ut filen"
    return exc.strerror or f"{type(exc).__name__}: ingen forbindelse"


def _advice(jar: Jar, folder: Path, reason: str) -> str:
    return (
        f"Fikk ikke hentet {jar.coordinate} ({reason}). Kafka trenger filen for å starte.\n"
        "Slik kommer du videre:\n"
        "  - Prøv igjen: det som alt er hentet, blir liggende.\n"
        "  - Går nettet gjennom en proxy: sett HTTPS_PROXY (og REQUESTS_CA_BUNDLE ved eget sertifikat).\n"
        "  - Har dere et eget Maven-speil: sett det under [repositories] i ~/.config/jgo.conf.\n"
        "  - Har du et lokalt Maven-arkiv med filene: pek M2_REPO på det.\n"
        f"  - Uten nett: kopier {folder} fra en maskin der Kafka har vært startet.\n"
        "  - Har dere en Kafka fra før: sett PLO_KAFKA til adressen, så hentes ingenting."
    )


def _maven(incoming: Path) -> Any:
    """jgo's Maven, with the user's own mirrors first and the user's own repository as a source."""
    from jgo.config import GlobalSettings
    from jgo.maven import MavenContext

    settings = GlobalSettings.load()
    maven = MavenContext(repo_cache=incoming, local_repos=[settings.repo_cache], timeout=TIMEOUT_S)
    maven.remote_repos = {**settings.repositories, **maven.remote_repos, **settings.repositories}
    return maven
