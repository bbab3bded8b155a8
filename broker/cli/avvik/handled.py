"""plo avvik answer and its like: the fact of broker.handling, from the command line to Kafka."""

from datetime import datetime
from typing import TYPE_CHECKING

from adapters.kafka.producer import Producer
from broker.cli.exits import REFUSED, USAGE, Stop
from broker.handling import ANSWER_S, MOST, PERSON, Refused, behandlet, record_of, unfit
from schemas.avvik import Avvik
from schemas.behandling import AvvikBehandlet, Gjort

if TYPE_CHECKING:
    from broker.settings import Settings

SHORT = "Skriv det kort, og bare med vanlige tegn."
NOBODY = "Skriv aldri navn eller nummer på pasienten: avviket vet hvem det gjelder."


def act(avvik: Avvik, gjort: Gjort, av: str, hvorfor: str, at: datetime) -> AvvikBehandlet:
    """The fact. Raises Stop: the avvik does not stand so that it can be done, or a text cannot be kept."""
    av, hvorfor = checked("--av", av, 80), checked("--hvorfor", hvorfor, MOST)
    try:
        return behandlet(avvik, gjort, av, hvorfor, at)
    except Refused as refused:
        raise Stop(REFUSED, str(refused), "Se hvorfor: plo avvik show") from None


def checked(option: str, text: str, most: int) -> str:
    """The text on one line. Raises Stop: too long, or perhaps a number of a person."""
    text = " ".join(text.split())
    if why := unfit(text, most):
        raise Stop(USAGE, f"{option} {why}", NOBODY if PERSON.search(text) else SHORT)
    return text


async def tell(settings: "Settings", fact: AvvikBehandlet) -> None:
    """Put it on Kafka; returns when that has it. Raises Transient."""
    producer = Producer(settings.bootstrap, "plo-cli")
    await producer.start()
    try:
        await producer.send([record_of(fact)], ANSWER_S)
    finally:
        await producer.stop()
