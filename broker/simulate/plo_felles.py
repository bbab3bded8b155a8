"""The parts of PLO 1.6 that every message may have: who sends it, whom to call, what happened when.

Source: messages.md §3.1 and §3.2.
"""

from datetime import date, datetime
from typing import Final

from broker.simulate.draft import Draft
from broker.simulate.head import STATUS_NAMES, moment
from schemas.codes import HENDELSESKODE, KITH

PHONE: Final = '<fk1:TeleCom><fk1:TeleAddress V="tel:77000000"/></fk1:TeleCom>'
IDENT: Final = f'<fk1:Ident><fk1:Id>1</fk1:Id><fk1:TypeId V="HPR" S="{KITH}8116"/></fk1:Ident>'
PERSON: Final = f"<fk1:FamilyName>Prøve</fk1:FamilyName><fk1:GivenName>Gunn</fk1:GivenName>{IDENT}"
HENDELSER: Final = {"innlagt": "1", "utskrevet": "2", "klar": "3", "avmeldt": "4", "dod": "13"}
"""Name of an event -> its code in 9121."""


def innledning(draft: Draft) -> str:
    """What every message begins with."""
    name = STATUS_NAMES[draft.status]
    sent = f'<Forsendelsesstatus V="{draft.status}" DN="{name}"/>'
    if draft.has("forbehold"):
        sent += "<ForbeholdOmVideresending>true</ForbeholdOmVideresending>"
    about = f"<InformasjonOmForsendelsen>{sent}</InformasjonOmForsendelsen>"
    return about + "".join(part(draft) for part in (_parorende, _enhet, _kontaktperson, _ansvar, _resept))


def hendelse(name: str, when: date | datetime) -> str:
    """TidsfestetHendelse with a code."""
    code = f'<Hendelsekode V="{HENDELSER[name]}" S="{HENDELSESKODE}"/>'
    return f"<TidsfestetHendelse>{code}{tidspunkt(when)}</TidsfestetHendelse>"


def hendelser(draft: Draft) -> str:
    """Those of a Pasientlogistikk, in the order of their codes."""
    return "".join(hendelse(name, draft.says[name]) for name in HENDELSER if name in draft.says)


def utskrevet_til(draft: Draft) -> str:
    """Uttilstand and UtTil."""
    to = f'<UtTil V="1" S="{KITH}8408"/>' if draft.has("ut_til") else '<UtTil V=""/>'
    return f'<UtskrevetTil><Uttilstand V="{draft.outcome}" S="{KITH}8431"/>{to}</UtskrevetTil>'


def type_innhold(draft: Draft) -> str:
    """TypeInnholdIMelding: "9140/1"; helseopplysninger of 1.5 have none."""
    if draft.version == "1.5" and draft.kind == "HELSEOPPL_SOKNAD":
        return ""
    list_, _, value = draft.type_innhold.partition("/")
    return f'<TypeInnholdIMelding><TypeInnhold V="{value}" S="{KITH}{list_}"/></TypeInnholdIMelding>'


def opphold_med_kode(draft: Draft) -> str:
    """When the patient came, or is expected to be ready: one of them at least; 1.5 tells neither."""
    if draft.version == "1.5":
        return "<OpplysningerTilSoknad><EgensoknadSendt>false</EgensoknadSendt></OpplysningerTilSoknad>"
    name = "klar" if draft.has("forventet") else "innlagt"
    return f"<OpplysningOpphold>{hendelse(name, draft.says[name])}</OpplysningOpphold>"


def opphold_med_tekst(draft: Draft) -> str:
    """As utskrivningsrapporter tell it, without a code."""
    if draft.status == "C":
        return ""
    texts = (("Innlagt dato", "innlagt"), ("Utskrevet dato", "utskrevet"))
    told = [(text, draft.says[name]) for text, name in texts if name in draft.says]
    return "".join(
        f"<OpplysningOpphold><TidsfestetHendelse><BeskrivelseAvHendelse>{text}</BeskrivelseAvHendelse>"
        f"{tidspunkt(when)}</TidsfestetHendelse></OpplysningOpphold>"
        for text, when in told
    )


def tidspunkt(when: date | datetime) -> str:
    """The time of an event, a date as a date."""
    return f'<TidspunktForHendelse V="{moment(when)}"/><Anslag>false</Anslag>'


def _parorende(draft: Draft) -> str:
    if not (draft.has("parorende") or draft.has("barn")):
        return ""
    child = "<FodselsarMindrearigParorende>2015</FodselsarMindrearigParorende>" if draft.has("barn") else ""
    who = "<Referanseperson><fk1:GivenName>Ola</fk1:GivenName></Referanseperson>"
    return f"<ParorendeForesatt>{child}{who}</ParorendeForesatt>"


def _enhet(draft: Draft) -> str:
    if draft.status == "C" or not (draft.has("kontakt") or "kontakt" in draft.lacks):
        return ""
    ident = f'<fk1:Ident><fk1:Id>{draft.sender.service_her}</fk1:Id><fk1:TypeId V="HER" S="{KITH}9051"/>'
    named = f"<fk1:OrganisationName>{draft.sender.service}</fk1:OrganisationName>{ident}</fk1:Ident>"
    phone = PHONE if draft.has("kontakt") else ""
    return f"<TilknyttetEnhet><Kontaktenhet>{named}{phone}</Kontaktenhet></TilknyttetEnhet>"


def _kontaktperson(draft: Draft) -> str:
    if not draft.has("ansvarlig") or draft.kind != "LOG_UTSKRIVNINGSKLAR":
        return ""
    phone = PHONE if draft.has("kontakt") else ""
    person = f"<Kontaktperson>{PERSON}{phone}</Kontaktperson>"
    return f"<KontaktpersonHelsepersonell>{person}</KontaktpersonHelsepersonell>"


def _ansvar(draft: Draft) -> str:
    whole = f"<AnsvarForRapport><AnsvarligRapport>{PERSON}</AnsvarligRapport></AnsvarForRapport>"
    return whole if draft.has("ansvarlig") else ""


def _resept(draft: Draft) -> str:
    told = f'<Opplysning V="3" S="{KITH}8329"/><JaNei>true</JaNei>'
    return f"<SendtDokument>{told}</SendtDokument>" if draft.has("resept") else ""
