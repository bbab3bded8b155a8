"""Messages with no more in them than the official schemas ask for, and some medicines."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from uuid import uuid5

from broker.simulate.head import STATUS_NAMES, Head, When, moment, msghead
from schemas import codes
from schemas.events import NAMESPACE

PO = "http://www.kith.no/xmlstds/po/poKomponent/2012-04-01"
LOGISTIKK = "http://www.kith.no/xmlstds/po/Pasientlogistikk/2012-04-01"
RAPPORT = "http://www.kith.no/xmlstds/po/TverrfagligEpikrise/2012-04-01"
EPJ2 = "http://www.kith.no/xmlstds/epj/epj2/2008-02-20"
EPJ3 = "http://www.kith.no/xmlstds/epj/epj3/2008-02-20"
META = "http://www.kith.no/xmlstds/epj/meta/2008-02-20"

_HENDELSER = {
    codes.INNLAGT: "Pasient innlagt",
    codes.UTSKREVET: "Pasient utskrevet",
    codes.UTSKRIVNINGSKLAR: "Pasient utskrivningsklar",
}


@dataclass(frozen=True, slots=True)
class Medicine:
    """A line of a medicine list.

    Attributes:
        strength: in mg.
        discontinued: seponert.
    """

    name: str
    strength: str = "10"
    dosage: str = "1 tablett kl 08"
    discontinued: bool = False


def innlagt_xml(head: Head, at: When) -> bytes:
    """Melding om innlagt pasient, LOG_INNLAGT."""
    return _logistikk("LOG_INNLAGT", "MeldingInnlagtPasient", head, _hendelse(codes.INNLAGT, at))


def utskrivningsklar_xml(head: Head, innlagt: When, klar: When) -> bytes:
    """Melding om utskrivningsklar pasient, LOG_UTSKRIVNINGSKLAR."""
    inside = _hendelse(codes.INNLAGT, innlagt) + _hendelse(codes.UTSKRIVNINGSKLAR, klar)
    return _logistikk("LOG_UTSKRIVNINGSKLAR", "MeldingUtskrivningsklarPasient", head, inside)


def utskrevet_xml(head: Head, day: When, uttilstand: str = "1", ut_til: str = "1") -> bytes:
    """Melding om utskrevet pasient, LOG_UTSKREVET; uttilstand: 8431, ut_til: 8408."""
    where = (
        f'<UtskrevetTil><Uttilstand V="{uttilstand}" S="{codes.KITH}8431"/>'
        f'<UtTil V="{ut_til}" S="{codes.KITH}8408"/></UtskrevetTil>'
    )
    inside = where + _hendelse(codes.UTSKREVET, day)
    return _logistikk("LOG_UTSKREVET", "MeldingOmUtskrevetPasient", head, inside)


def rapport_xml(
    head: Head, innlagt: When, utskrevet: When, medicines: Sequence[Medicine] = (), text: str = ""
) -> bytes:
    """Utskrivningsrapport; `text` is the nurse's. A kansellering has neither stay nor medicines."""
    cancelled = head.status == codes.KANSELLERING
    stay = "" if cancelled else _opphold("Innlagt dato", innlagt) + _opphold("Utskrevet dato", utskrevet)
    rows = enumerate(() if cancelled else medicines)
    listed = "".join(_legemiddel(medicine, f"{head.msg_id}/{row}") for row, medicine in rows)
    content = f'<TypeInnholdIMelding><TypeInnhold V="11" S="{codes.KITH}9139"/></TypeInnholdIMelding>'
    payload = (
        f'<p:TverrfagligEpikrise xmlns:p="{RAPPORT}" xmlns="{PO}" xmlns:epj2="{EPJ2}" xmlns:epj3="{EPJ3}"'
        f' xmlns:m1="{META}">{_forsendelse(head)}{content}{stay}{listed}{_sykepleie(text)}'
        "</p:TverrfagligEpikrise>"
    )
    return msghead("UTSKRIVNINGSRAPPORT", head, payload)


def _logistikk(type_: str, choice: str, head: Head, inside: str) -> bytes:
    payload = (
        f'<p:Pasientlogistikk xmlns:p="{LOGISTIKK}" xmlns="{PO}">{_forsendelse(head)}'
        f"<p:{choice}>{inside}</p:{choice}></p:Pasientlogistikk>"
    )
    return msghead(type_, head, payload)


def _forsendelse(head: Head) -> str:
    name = STATUS_NAMES.get(head.status, head.status)
    status = f'<Forsendelsesstatus V="{escape(head.status)}" DN="{escape(name)}"/>'
    return f"<InformasjonOmForsendelsen>{status}</InformasjonOmForsendelsen>"


def _hendelse(kode: str, at: When) -> str:
    named = f'<Hendelsekode V="{kode}" DN="{_HENDELSER[kode]}" S="{codes.HENDELSESKODE}"/>'
    return f"<TidsfestetHendelse>{named}{_tidspunkt(at)}</TidsfestetHendelse>"


def _tidspunkt(at: When) -> str:
    return f'<TidspunktForHendelse V="{moment(at)}"/><Anslag>false</Anslag>'


def _opphold(text: str, at: When) -> str:
    about = f"<BeskrivelseAvHendelse>{text}</BeskrivelseAvHendelse>{_tidspunkt(at)}"
    return f"<OpplysningOpphold><TidsfestetHendelse>{about}</TidsfestetHendelse></OpplysningOpphold>"


def _legemiddel(medicine: Medicine, name: str) -> str:
    status = '<epj3:StatusTilForskrivningen V="2" DN="Seponering"/>' if medicine.discontinued else ""
    return (
        f'<epj3:Legemiddelinfo komponentID="{uuid5(NAMESPACE, name)}" m1:basiskomponenttype="EPJ dokument"'
        ' m1:komponenttype="2.16.578.1.12.4.1.6.13.10301.0">'
        f"<epj3:ForenkletForskrivning>{status}<epj3:Forskrivningsinfo>"
        f"<epj3:DosVeiledEnkel>{escape(medicine.dosage)}</epj3:DosVeiledEnkel>"
        f'<epj3:Navn>{escape(medicine.name)}</epj3:Navn><epj3:Styrke V="{medicine.strength}" U="mg"/>'
        "</epj3:Forskrivningsinfo></epj3:ForenkletForskrivning></epj3:Legemiddelinfo>"
    )


def _sykepleie(text: str) -> str:
    if not text:
        return ""
    heading = f'<epj2:Overskriftskode V="8" DN="Sykepleiesammenfatning" S="{codes.KITH}9141"/>'
    note = f"<epj2:Journaltekst>{heading}<epj2:Notat>{escape(text)}</epj2:Notat></epj2:Journaltekst>"
    inside = f"<InfoFraSykepleier>{note}</InfoFraSykepleier>"
    return f"<Sykepleierdokumentasjon>{inside}</Sykepleierdokumentasjon>"
