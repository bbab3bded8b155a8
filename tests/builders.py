"""Synthetic messages in one line: every part has a default, and any part can be given.

Common to all: msg_id (new each time), gen_date, sender and receiver (a HER-id or a Party), copies, patient,
status, conversation=(first, previous), is_test, attachments.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid4

import thin_own_head as own_head
import thin_xml as xml
from thin_xml import Medicine

from broker.simulate.head import STATUS_NAMES, Attachment, Head, Party, When, moment, msghead
from broker.simulate.people import Person, person
from schemas import codes

UNN = Party("Universitetssykehuset Eksempel HF", "90001", "Medisinsk avdeling", "90002")
TROMSO = Party("Eksempel kommune", "90101", "Sykepleietjenesten", "90102", orgnr="974793539")
FASTLEGE = Party("Eksempel legekontor", "90301", "Rita Lege", "90302", is_doctor=True)
PARTIES = {party.her: party for party in (UNN, TROMSO, FASTLEGE)}

INNLAGT, UTSKREVET, DAG = "2026-02-03T10:00:00", "2026-02-07T11:00:00", "2026-02-07"
PATIENT = person(1, date(1941, 5, 17))
MEDICINES = (Medicine("Eksemplin"), Medicine("Provaxin", "2.5"), Medicine("Seponol", discontinued=True))

ILL: dict[str, Person] = {
    "empty": Person("", "", None, None, (("FNR", ""),)),
    "only_date_and_sex": Person("", "", date(1941, 5, 17), "1", ()),
    "name_date_sex": Person("Eksempelsen", "Ada", date(1941, 5, 17), "2", ()),
    "nonsense": Person("Eksempelsen", "Ada", None, None, (("FNR", "strontium90"),)),
    "hnr": Person("Eksempelsen", "Ada", None, None, (("HNR", "13416900250"),)),
    "hnr_alone": Person("", "", None, None, (("HNR", "13416900250"),)),
    "dnr": Person("Eksempelsen", "Ada", None, None, (("DNR", "55076500559"),)),
    "fnr_and_hnr": Person("Danser", "Line", None, None, (("HNR", "13416900250"), ("FNR", "13116900216"))),
}
"""Patients of the acceptance suites (pitfalls.md §2)."""


def party(of: Party | str) -> Party:
    """The party with a HER-id; an unknown one is made up."""
    return of if isinstance(of, Party) else PARTIES.get(of, Party(f"Part {of}", of))


def head(
    msg_id: str | None = None,
    gen_date: When = "2026-02-07T12:00:00",
    sender: Party | str = UNN,
    receiver: Party | str = TROMSO,
    copies: Sequence[Party | str] = (),
    patient: Person | None = PATIENT,
    status: str = "N",
    conversation: tuple[str, str] | None = None,
    is_test: bool = False,
    attachments: tuple[Attachment, ...] = (),
) -> Head:
    return Head(
        str(uuid4()) if msg_id is None else msg_id,
        gen_date,
        party(sender),
        party(receiver),
        patient,
        status,
        tuple(map(party, copies)),
        conversation,
        is_test,
        attachments,
    )


def innlagt_xml(innlagt: When = INNLAGT, **rest: Any) -> bytes:
    return xml.innlagt_xml(head(**rest), innlagt)


def utskrivningsklar_xml(innlagt: When = INNLAGT, klar: When = "2026-02-06", **rest: Any) -> bytes:
    return xml.utskrivningsklar_xml(head(**rest), innlagt, klar)


def utskrevet_xml(dag: When = DAG, uttilstand: str = "1", ut_til: str = "1", **rest: Any) -> bytes:
    return xml.utskrevet_xml(head(**rest), dag, uttilstand, ut_til)


def dod_xml(dag: When = DAG, **rest: Any) -> bytes:
    """Orientering om dødsfall, which a kommune sends; the demo, which is the hospital's, has none."""
    about = head(**{"sender": TROMSO, "receiver": FASTLEGE, **rest})
    code = f'<Hendelsekode V="{codes.DOD}" DN="Pasienten er død" S="{codes.HENDELSESKODE}"/>'
    at = f'<TidspunktForHendelse V="{moment(dag)}"/><Anslag>false</Anslag>'
    status = f'<Forsendelsesstatus V="{about.status}" DN="{STATUS_NAMES[about.status]}"/>'
    payload = (
        f'<p:Pasientlogistikk xmlns:p="{xml.LOGISTIKK}" xmlns="{xml.PO}">'
        f"<InformasjonOmForsendelsen>{status}</InformasjonOmForsendelsen><p:OrienteringOmDod>"
        f"<TidsfestetHendelse>{code}{at}</TidsfestetHendelse></p:OrienteringOmDod></p:Pasientlogistikk>"
    )
    return msghead("LOG_DOD", about, payload)


def rapport_xml(
    innlagt: When = INNLAGT,
    utskrevet: When = UTSKREVET,
    medicines: Sequence[Medicine] = MEDICINES,
    text: str = "",
    attachment: str = "",
    **rest: Any,
) -> bytes:
    attached = (Attachment(attachment),) if attachment else ()
    about = head(**{"attachments": attached, **rest})
    return xml.rapport_xml(about, innlagt, utskrevet, medicines, text)


def epikrise_xml(
    start: When = INNLAGT,
    end: When = UTSKREVET,
    medicines: Sequence[Medicine] = MEDICINES[:2],
    text: str = "",
    attachment: str = "",
    document_id: str = "",
    adm_outcome: str = "1",
    adm_cat: str = "1",
    **rest: Any,
) -> bytes:
    attached = (Attachment(attachment),) if attachment else ()
    about = head(**{"receiver": FASTLEGE, "attachments": attached, **rest})
    return own_head.epikrise_xml(about, start, end, medicines, text, document_id, adm_outcome, adm_cat)


def apprec_xml(answers: str = "", status: str = "1", errors: Sequence[str] = (), **rest: Any) -> bytes:
    about = head(**{"sender": TROMSO, "receiver": UNN, **rest})
    return own_head.apprec_xml(about, answers or str(uuid4()), status, errors)


def without_sender_id(of: Party = UNN) -> Party:
    """Case 13a: a sender with empty name and ids."""
    return replace(of, name="", her="", service="", service_her="", orgnr="")
