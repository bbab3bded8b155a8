"""What a command needs before it begins: the settings and the agreement, or a sentence on what is wrong."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from broker.cli.exits import USAGE, Stop

if TYPE_CHECKING:
    from broker.settings import Settings
    from schemas.agreements import Agreement

WRONG: Final[Mapping[str, str]] = {
    "int_parsing": "skal være et helt tall",
    "float_parsing": "skal være et tall, med punktum",
    "greater_than": "skal være større enn {gt}",
    "greater_than_equal": "skal være minst {ge}",
    "less_than_equal": "kan være høyst {le}",
    "literal_error": "skal være en av {expected}",
    "missing": "mangler",
    "extra_forbidden": "er ukjent",
}
"""What pydantic finds, in bokmål; never with the value, which may be a secret."""


def now() -> datetime:
    """The time, UTC: commands are the edge, and hand it inwards."""
    return datetime.now(UTC)


def settings() -> "Settings":
    """The settings in force. Raises Stop when one of them is wrong."""
    from pydantic import ValidationError
    from pydantic_settings import SettingsError

    from broker.settings import Settings

    try:
        return Settings()
    except ValidationError as error:
        lines = [_sentence(dict(one)) for one in error.errors(include_input=False, include_url=False)]
        raise Stop(USAGE, "\n".join(lines), "Alle innstillinger: docs/innstillinger.md") from None
    except SettingsError as error:
        if "SecretsSettingsSource" in str(error):
            what, do = "Får ikke lest filene i PLO_SECRETS_DIR.", "Se at brukeren som kjører plo, eier dem."
            raise Stop(USAGE, what, do) from None
        what = "PLO_FOLDERS er ikke gyldig JSON."
        raise Stop(USAGE, what, 'Slik: PLO_FOLDERS=\'[{"path": "inn", "her": ["90101"]}]\'') from None


def _sentence(error: Mapping[str, Any]) -> str:
    """ "PLO_HTTP_PORT skal være et helt tall.", with the place where the setting is a list."""
    name, *where = error["loc"]
    words = WRONG.get(str(error["type"]), "har feil form").format(**error.get("ctx", {}))
    place = f" ({'.'.join(map(str, where))})" if where else ""
    return f"PLO_{str(name).upper()}{place} {words}."


def agreement(chosen: "Settings") -> "Agreement":
    """The agreement in force. Raises AgreementError, which names the lines."""
    from schemas.agreements import load

    return load(chosen.agreements_file)
