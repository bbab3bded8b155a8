"""Dialog messages in one line each, and what is read of them."""

from typing import Any

from builders import head
from judging import event

from adapters.messages.namespaces import DIALOG_10, FELLES
from broker.simulate.head import msghead
from schemas.codes import KITH
from schemas.events import DialogMottatt

FELLES_DELER = ("ansvarlig", "kontakt")
NAMED = "<FamilyName>Lin</FamilyName><GivenName>Rita</GivenName>"
PHONE = '<TeleCom><fk1:TeleAddress V="tel:72727272"/></TeleCom>'
DEFAULTS = {
    name: DialogMottatt.model_fields[name].default
    for name in ("tema_kodeverk", "tema", "foresporsel_kodeverk", "foresporsel", "haster", "copies")
}


def told(payload: str, type_: str = "DIALOG_NOTAT", namespace: str = DIALOG_10, **rest: Any) -> DialogMottatt:
    """The event of a dialogmelding with this content."""
    root = f'<Dialogmelding xmlns="{namespace}" xmlns:fk1="{FELLES}">{payload}</Dialogmelding>'
    found = event(msghead(type_, head(**rest), root))
    assert isinstance(found, DialogMottatt)
    return found


def coded(name: str, value: str, code_list: str = f"{KITH}9155") -> str:
    return f'<{name} V="{value}" S="{code_list}"/>'


def notat(inside: str = "", tema: str = coded("TemaKodet", "1")) -> str:
    return f"<Notat>{tema}{inside}</Notat>"


def foresporsel(inside: str = "", value: str = "8") -> str:
    return f"<Foresporsel>{coded('TypeForesp', value, f'{KITH}9152')}{inside}</Foresporsel>"


def role(person: str, before: str = "") -> str:
    return f"<RollerRelatertNotat>{before}{person}</RollerRelatertNotat>"


def professional(inside: str) -> str:
    return f"<HealthcareProfessional>{inside}</HealthcareProfessional>"
