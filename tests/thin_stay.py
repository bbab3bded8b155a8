"""The fewest messages that a stay can have, with ids that are the same every time."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final, Literal
from uuid import uuid5

from thin_own_head import epikrise_xml
from thin_xml import Medicine, innlagt_xml, rapport_xml, utskrevet_xml, utskrivningsklar_xml

from broker.simulate.head import Head, Party
from broker.simulate.message import Message
from broker.simulate.parties import HOSPITAL
from broker.simulate.people import Person
from schemas.events import NAMESPACE

MEDICINES: Final = (
    Medicine("Metoprolol", "50"),
    Medicine("Furosemid", "40", "1 tablett kl 08 og kl 14"),
    Medicine("Warfarin", "2.5", discontinued=True),
)
NURSE: Final = "Oppegående med rullator. Trenger hjelp til å dele ut medisiner."
DEAD: Final = "2"
"""Som død: Uttilstand (8431) and AdmOutcome (7300)."""
EDITION: Final = 1
"""Part of every MsgId. Count up when a message changes: the old id with new content is a conflict (E10)."""
NOTES: Final = {"N": "", "M": "endring", "C": "kansellering"}


@dataclass(frozen=True, slots=True)
class Stay:
    """One patient at the hospital, and the kommune that is told.

    All times are Oslo time without a zone, as messages write them: "2026-02-03T22:15:00".

    Attributes:
        name: begins the name of every message, and with it its MsgId.
        innlagt, utskrevet: of the stay.
        by_folder: its messages are laid in a folder.
    """

    name: str
    patient: Person
    kommune: Party
    innlagt: str
    utskrevet: str
    by_folder: bool = False

    def melding_innlagt(self, sent: str) -> Message:
        """LOG_INNLAGT."""
        return self._message("innlagt", sent, lambda head: innlagt_xml(head, self.innlagt))

    def kansellert_innlagt(self, sent: str) -> Message:
        """The kansellering of LOG_INNLAGT."""
        return self._message("innlagt", sent, lambda head: innlagt_xml(head, self.innlagt), "C")

    def utskrivningsklar(self, sent: str) -> Message:
        """LOG_UTSKRIVNINGSKLAR, for the day of discharge."""
        day = self.utskrevet[:10]
        return self._message("klar", sent, lambda head: utskrivningsklar_xml(head, self.innlagt, day))

    def rapport(
        self, sent: str, medicines: tuple[Medicine, ...] = MEDICINES, status: Literal["N", "M"] = "N"
    ) -> Message:
        """Utskrivningsrapport, or the endring that replaces it."""
        return self._message(
            "rapport",
            sent,
            lambda head: rapport_xml(head, self.innlagt, self.utskrevet, medicines, NURSE),
            status,
        )

    def melding_utskrevet(self, sent: str, uttilstand: str = "1") -> Message:
        """LOG_UTSKREVET; a date without a clock time, as it should be."""
        day = self.utskrevet[:10]
        return self._message("utskrevet", sent, lambda head: utskrevet_xml(head, day, uttilstand))

    def epikrise(
        self, sent: str, medicines: tuple[Medicine, ...] = MEDICINES, adm_outcome: str = "1"
    ) -> Message:
        """Epikrise of a heldøgnsopphold, to the kommune."""
        document = msg_id_of(f"{self.name}-epikrise-dokument")
        return self._message(
            "epikrise",
            sent,
            lambda head: epikrise_xml(
                head,
                self.innlagt,
                self.utskrevet,
                medicines,
                document_id=document,
                adm_outcome=adm_outcome,
            ),
        )

    def _message(self, what: str, sent: str, xml: Callable[[Head], bytes], status: str = "N") -> Message:
        """The message `what` of this stay; later versions refer to the first."""
        first = msg_id_of(f"{self.name}-{what}")
        name = "-".join(filter(None, (self.name, what, NOTES[status])))
        msg_id = msg_id_of(name)
        head = Head(msg_id, sent, HOSPITAL, self.kommune, self.patient, status)
        if status != "N":
            head = replace(head, conversation=(first, first))
        return Message(name, msg_id, xml(head), NOTES[status], self.by_folder)


def msg_id_of(name: str) -> str:
    """The MsgId of a message: the same name is the same id, so a second start adds nothing."""
    return str(uuid5(NAMESPACE, f"simulate/{EDITION}/{name}"))
