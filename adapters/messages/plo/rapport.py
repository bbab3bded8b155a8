"""The reports of PLO: one reader, and what each report tells beyond its parts (HIS 1143-1148:2014)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from adapters.messages import medicines, msghead
from adapters.messages.legemidler import structured
from adapters.messages.plo.edition import Edition
from adapters.messages.plo.hendelser import of_stay, ready
from adapters.messages.plo.innhold import Innhold, innhold
from adapters.messages.reading import child
from adapters.messages.sheet import Sheet, optional_code
from schemas import codes
from schemas.events import PatientEvent

Fields = Callable[[Innhold], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Rapport:
    """The reader of one report of one version.

    Attributes:
        event: makes the event.
        type_of_event: its name.
        fields: what it tells beyond what all events do.
    """

    edition: Edition
    event: type[PatientEvent]
    type_of_event: str
    fields: tuple[Fields, ...]

    def read(self, sheet: Sheet) -> PatientEvent:
        """The event of a report that the schema has let through."""
        content = innhold(sheet, self.edition)
        told = sheet.fields(self.type_of_event)
        told["deler"] = content.deler
        for each in self.fields:
            told |= each(content)
        return self.event.model_validate(told)


def type_innhold(content: Innhold) -> dict[str, Any]:
    """What kind of report it is."""
    edition = content.edition
    found = child(child(content.sheet.payload, edition.innhold), edition.type_innhold)
    return {"type_innhold": optional_code(found)}


def forventet(content: Innhold) -> dict[str, Any]:
    """When the patient came, and is expected to be ready to leave."""
    found = of_stay(content.sheet.payload, content.edition)
    return {"innlagt": found.get(codes.INNLAGT), "forventet_utskrivningsklar": ready(found)}


def opphold(content: Innhold) -> dict[str, Any]:
    """When the patient came and left."""
    found = of_stay(content.sheet.payload, content.edition)
    return {"innlagt": found.get(codes.INNLAGT), "utskrevet": found.get(codes.UTSKREVET)}


def legemidler(content: Innhold) -> dict[str, Any]:
    """The medicines, and where a list of them may hide; a kansellering has none of it."""
    sheet = content.sheet
    if sheet.cancelled:
        return {}
    names = msghead.attachment_names(sheet.root, sheet.payload)
    return {**structured((sheet.payload,), sheet.key), **medicines.hidden(names, content.notater)}
