"""Epikrise 1.2 (HIS 80226): the stay it tells of, and the forms its medicines have."""

from collections.abc import Iterator
from typing import Literal

from lxml import etree

from adapters.messages import medicines
from adapters.messages.namespaces import EPIKRISE_12, tag
from adapters.messages.reading import Element, child
from adapters.messages.sheet import Sheet, moment_of, optional_code
from schemas.codes import LEGEMIDDELBEHANDLING, MEDISINERING
from schemas.events import EpikriseMottatt

Form = Literal["strukturert", "kodet_tekst", "fritekst"]


def _e(name: str) -> str:
    return tag(EPIKRISE_12, name)


def _xpath(path: str) -> etree.XPath:
    return etree.XPath(path, namespaces={"e": EPIKRISE_12}, smart_strings=False)


_REPORT, _EVENT, _PATIENT, _DEATH = _e("ServRprt"), _e("Event"), _e("Patient"), _e("DateOfDeath")
_REPORTED, _START, _END = _e("ReportedEvent"), _e("StartDateTime"), _e("EndDateTime")
_OUTCOME, _SERVICE, _CATEGORY = _e("AdmOutcome"), _e("Service"), _e("AdmCat")

_MEDICINES = _xpath(f"descendant::e:InfItem[normalize-space(e:Type/@V)='{LEGEMIDDELBEHANDLING}']")
_STRUCTURED = _xpath("boolean(e:Medication/e:DrugId[normalize-space(concat(@V, @DN, @OT))])")
_CODED = _xpath("boolean(e:Observation/e:Description[normalize-space()])")
_COMMENT = f"descendant::e:Comment[normalize-space(e:Heading/@V)='{MEDISINERING}']"
_FREE = _xpath(f"boolean({_COMMENT}/e:TextResultValue[normalize-space()])")
_ATTACHMENTS = _xpath("e:RefDoc/e:Description/text() | e:RefDoc/e:FileReference/text()")
_TEXTS = _xpath("descendant::text()")


def read(sheet: Sheet) -> EpikriseMottatt:
    """The event of an epikrise that the schema has let through."""
    report = child(sheet.root, _REPORT)
    stay = child(report, _EVENT)
    reported = child(stay, _REPORTED)
    start = moment_of(child(reported, _START))
    return EpikriseMottatt(
        innlagt=start,
        utskrevet=moment_of(child(reported, _END)),
        dod=moment_of(child(child(report, _PATIENT), _DEATH)),
        adm_outcome=optional_code(child(stay, _OUTCOME)),
        adm_cat=optional_code(child(child(stay, _SERVICE), _CATEGORY)),
        fodselsdag=sheet.is_birthday(start),
        medisiner=tuple(_forms(report)),
        liste_i_vedlegg=report is not None and medicines.looks_like_list(_ATTACHMENTS(report)),
        ingen_legemidler=any(map(_says_none, _events(report))),
        **sheet.fields("epikrise_mottatt.v1"),
    )


def _events(report: Element | None) -> Iterator[Element]:
    return iter(()) if report is None else report.iterchildren(_EVENT)


def _says_none(event: Element) -> bool:
    plain = etree.tostring(event, method="text", encoding="utf-8", with_tail=False)  # a fifth of the cost
    return medicines.are_named(plain) and medicines.says_none(" ".join(_TEXTS(event)))


def _forms(report: Element | None) -> Iterator[Form]:
    """The forms in which medicines are given with content (messages.md §5)."""
    given = [medicine for event in _events(report) for medicine in _MEDICINES(event)]
    if any(map(_STRUCTURED, given)):
        yield "strukturert"
    if any(map(_CODED, given)):
        yield "kodet_tekst"
    if any(map(_FREE, _events(report))):
        yield "fritekst"
