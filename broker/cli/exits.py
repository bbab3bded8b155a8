"""How a command ends: an exit code, a sentence on what happened, and one on what to do. Never a traceback."""

import errno
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final

import typer

from broker.cli.usage import sentence

GOOD: Final = 0
REFUSED: Final = 1
"""Something was found, or refused: a message, an avvik, a missing part."""
USAGE: Final = 2
"""The command, the settings or the agreement file is wrong."""
AWAY: Final = 3
"""Kafka, the store or the service does not answer."""
BUG: Final = 70
"""Our own mistake (EX_SOFTWARE): none of the above."""

KNOWN: Final = {
    "adapters.errors.Transient": (AWAY, "Kafka eller databasen svarer ikke.", "Se hvilken: plo status"),
    "aiokafka.errors.KafkaError": (AWAY, "Kafka svarer ikke.", "Se hvorfor: plo status"),
    "adapters.store.failures.StoreRefused": (
        AWAY,
        "Databasen nektet å gjøre det vi ba om.",
        "Er det riktig database, og har brukeren rettigheter? Se PLO_DATABASE i plo settings.",
    ),
    "adapters.store.migrate.StoreTooNew": (
        USAGE,
        "Databasen er laget av en nyere utgave av plo enn denne.",
        "Oppgrader, eller pek PLO_HOME eller PLO_DATABASE et annet sted.",
    ),
}
"""What libraries and layers below raise, by name, so that nothing heavy is imported to compare with."""

SPEAKS: Final = {
    "schemas.agreements.AgreementError": (
        USAGE,
        "Rett avtalefilen (PLO_AGREEMENTS). Formatet: docs/avtaler.md",
    ),
    "adapters.messages.trust_files.TrustError": (
        USAGE,
        "Se PLO_SIGNATUR_CA og PLO_SIGNATUR_CRL i docs/innstillinger.md",
    ),
    "adapters.messages.register.RegisterError": (
        USAGE,
        "Lag pasientregisteret (PLO_PASIENTREGISTER) slik: plo pasientregister < numre.txt > register.txt",
    ),
    "broker.console.oidc_client.KeyUnusable": (USAGE, "Se PLO_OIDC_KEY i docs/innstillinger.md"),
    "adapters.kafka.servers.SecurityError": (USAGE, "Se PLO_KAFKA_SECURITY i docs/innstillinger.md"),
    "broker.kafka_local.errors.KafkaUnavailable": (AWAY, "Se hvordan det står til: plo kafka status"),
}
"""Errors whose own text is written for the user."""


DISK: Final = {
    errno.ENOSPC: (
        AWAY,
        "disken er full",
        "Gi plass, og prøv igjen. Ingenting som er kvittert for, er borte.",
    ),
    errno.EDQUOT: (AWAY, "kvoten på disken er brukt opp", "Gi plass, og prøv igjen."),
    errno.EROFS: (USAGE, "disken kan bare leses", "Velg en mappe du kan skrive i, som regel med PLO_HOME."),
    errno.EACCES: (USAGE, "rettighetene mangler", "Se hvem som eier den, eller velg en annen PLO_HOME."),
    errno.EPERM: (USAGE, "rettighetene mangler", "Se hvem som eier den, eller velg en annen PLO_HOME."),
    errno.EEXIST: (USAGE, "det er en fil der mappen skulle vært", "Velg en annen PLO_HOME."),
    errno.ENOTDIR: (USAGE, "det er en fil der mappen skulle vært", "Velg en annen PLO_HOME."),
}
"""What a disk may refuse, whoever asks."""


class Stop(Exception):
    """End the command here.

    Attributes:
        code: exit code.
        what: what happened, one sentence.
        hint: what to do about it.
    """

    def __init__(self, code: int, what: str, hint: str = "") -> None:
        super().__init__(what)
        self.code = code
        self.what = what
        self.hint = hint


def run(app: Callable[..., Any], argv: list[str] | None = None) -> int:
    """Run the command line; the exit code."""
    try:
        ended = app(args=argv, standalone_mode=False, prog_name="plo")
        return ended if isinstance(ended, int) else GOOD
    except typer.TyperException as error:
        return _say(Stop(USAGE, *sentence(error)))
    except Exception as error:
        return _say(stop_of(error))


def stop_of(error: Exception) -> Stop:
    """The end that an exception deserves."""
    if isinstance(error, Stop):
        return error
    for kind in type(error).__mro__:
        name = f"{kind.__module__}.{kind.__qualname__}"
        if name in KNOWN:
            return Stop(*KNOWN[name])
        if name in SPEAKS:
            code, hint = SPEAKS[name]
            return Stop(code, str(error), hint)
    if isinstance(error, OSError) and error.errno in DISK:
        code, why, hint = DISK[error.errno]
        return Stop(code, f"Får ikke brukt {error.filename or 'disken'}: {why}.", hint)
    _trace()
    name = type(error).__name__
    return Stop(BUG, f"Noe gikk galt i plo selv ({name}).", "Se hvor: PLO_LOG_LEVEL=DEBUG plo …")


def _trace() -> None:
    """The traceback, for who asked for it with PLO_LOG_LEVEL=DEBUG."""
    import traceback

    from broker.settings import Settings

    with suppress(ValueError):  # a wrong setting is told of by whoever asks for one
        if Settings().log_level == "DEBUG":
            traceback.print_exc()


def _say(stop: Stop) -> int:
    if stop.what:
        print(stop.what, file=sys.stderr)
    if stop.hint:
        print(f"  → {stop.hint}", file=sys.stderr)
    return stop.code
