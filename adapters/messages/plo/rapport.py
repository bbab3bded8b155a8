"""The reports of PLO: one reader, and what each report tells beyond its parts (HIS 1143-1148:2014)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from adapters.messages import medicines, msghead
from adapters.messages.legemidler import structured
from adapters.messages.plo.edition import Edition
from adapters.messages.plo.hendelser import of_stay, ready
from adapters.messages.plo.innhold import Innhold, innhold
from adapters.messages.reading import Element, child, text_of, told_code_of
from adapters.messages.sheet import Sheet, optional_code
from adapters.xml.local_time import tidspunkt
from schemas import codes
from schemas.events import PatientEvent

Fields = Callable[[Innhold], dict[str, Any]]

TJENESTER: Final = frozenset({"tjenester", "tjenestebehov"})
"""The parts (schemas.deler) that tell of services."""

MYNDIG: Final = 18
"""Years, at which a child is one no more."""


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


def voksen(content: Innhold) -> dict[str, Any]:
    """Whether the patient is grown up, and may so have children of its own to be told of."""
    return {"fylt_18": content.sheet.has_turned(MYNDIG)}


def tjenester(content: Innhold) -> dict[str, Any]:
    """Which services the patient has and needs; none where one has no code, for then not all are known."""
    if not TJENESTER.intersection(content.deler):
        return {}
    edition = content.edition
    types = {
        _of_9151(child(each, edition.tjenestetype)) for each in content.sheet.payload.iter(*edition.tjenester)
    }
    return {} if "" in types else {"tjenester": tuple(sorted(types))}


def tjeneste_fra(content: Innhold) -> dict[str, Any]:
    """When the newest of the services that the patient has began."""
    if content.sheet.cancelled:
        return {}
    edition = content.edition
    has = content.sheet.payload.iter(edition.tjenester[0])
    begun = filter(None, (tidspunkt(text_of(child(each, edition.startdato))) for each in has))
    return {"tjeneste_fra": max(begun, key=lambda time: time.utc, default=None)}


def legemidler(content: Innhold) -> dict[str, Any]:
    """The medicines, and where a list of them may hide; a kansellering has none of it."""
    sheet = content.sheet
    if sheet.cancelled:
        return {}
    names = msghead.attachment_names(sheet.root, sheet.payload)
    return {**structured((sheet.payload,), sheet.key), **medicines.hidden(names, content.notater)}


def _of_9151(code: Element | None) -> str:
    """A code of IPLOS tjenestetype; empty where it is of another list, or there is none."""
    listed = code is not None and (code.get("S") or "").strip() == codes.IPLOS_TJENESTETYPE
    return told_code_of(code) if listed else ""
