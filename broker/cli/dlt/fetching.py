"""The content of a record, wherever it lies; where it does not, the command ends with a sentence."""

from typing import TYPE_CHECKING

from broker.cli.exits import AWAY, REFUSED, Stop

if TYPE_CHECKING:
    from adapters.kafka.records import Incoming
    from broker.settings import Settings


def fetched(record: "Incoming", settings: "Settings") -> bytes:
    """What the record is about, byte for byte. Raises Stop: it is gone, altered, or the store is away."""
    from adapters.claimcheck.vault import Altered, Missing, content_of
    from adapters.errors import Transient
    from broker.claimcheck import vault_of

    try:
        return content_of(record, vault_of(settings))
    except Missing as error:
        what = f"Innholdet er for stort for Kafka, og ligger ikke i lageret: {error}."
        raise Stop(REFUSED, what, "Leser du samme lager som tjenesten? Se plo settings.") from None
    except Altered as error:
        what = f"Innholdet i lageret er endret siden det ble lagt der: {error}."
        raise Stop(
            REFUSED, what, "Hent det fra en sikkerhetskopi, eller be om å få meldingen sendt igjen."
        ) from None
    except Transient:
        raise Stop(
            AWAY, "Lageret for store meldinger svarer ikke.", "Se PLO_LARGE_DIR og PLO_S3_… i plo settings."
        ) from None
