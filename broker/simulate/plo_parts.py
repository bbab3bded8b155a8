"""The parts of the reports of PLO 1.6, each as it stands when a draft has it (messages.md §3.4 to §3.6)."""

from typing import Final
from uuid import uuid5

from broker.simulate.draft import Draft
from broker.simulate.drugs import Drug
from broker.simulate.head import moment
from schemas.codes import KITH
from schemas.events import NAMESPACE

HEADINGS: Final = (
    ("arsak", "9142", "AAI"),
    ("problem", "9142", "PROB"),
    ("plan", "9142", "OP"),
    ("pasientstatus", "9145", "1"),
    ("forlop", "9145", "2"),
)
"""Part, list and code of the doctor's texts."""


def marked(name: str, number: str, inside: str, id_: str, kind: str = "EPJ dokument") -> str:
    """An element of a journal; the number is the end of its OID."""
    marks = f'm1:basiskomponenttype="{kind}" m1:komponenttype="2.16.578.1.12.4.1.6.{number}"'
    return f'<{name} komponentID="{id_}" {marks}>{inside}</{name}>'


def diagnoser(draft: Draft) -> str:
    """One, with a code."""
    if not draft.has("diagnose"):
        return ""
    coded = f'<Hoveddiagnose>true</Hoveddiagnose><Diagnosekode V="I50.9" S="{KITH}7110" DN="Hjertesvikt"/>'
    return f"<InfoMedisinskDiagnose><MedisinskDiagnose>{coded}</MedisinskDiagnose></InfoMedisinskDiagnose>"


def medisinsk(draft: Draft) -> str:
    """MedisinskfagligeOpplysninger: CAVE and the texts of the doctor."""
    texts = "".join(tekst(list_, code) for part, list_, code in HEADINGS if draft.has(part))
    if "liste_i_tekst" in draft.holds:
        texts += tekst("9142", "FO", "Metoprolol 50 mg x 1\nFurosemid 40 mg x 2")
    notes = marked("epj2:GenereltJournalnotat", "13.11009.0", texts, "n1") if texts else ""
    inside = (_cave() if draft.has("cave") else "") + notes
    return f"<MedisinskfagligeOpplysninger>{inside}</MedisinskfagligeOpplysninger>" if inside else ""


def tekst(list_: str, code: str, text: str = "Syntetisk tekst uten innhold.") -> str:
    """A journal text under its heading."""
    heading = f'<epj2:Overskriftskode V="{code}" S="{KITH}{list_}"/>'
    return f"<epj2:Journaltekst>{heading}<epj2:Notat>{text}</epj2:Notat></epj2:Journaltekst>"


def legemidler(draft: Draft) -> str:
    """The medicine list."""
    if draft.status == "C":
        return ""
    return "".join(legemiddel(drug, f"{draft.msg_id}/{row}") for row, drug in enumerate(draft.drugs))


def legemiddel(drug: Drug, name: str) -> str:
    """Legemiddelinfo: one medicine."""
    status = '<epj3:StatusTilForskrivningen V="2" DN="Seponering"/>' if drug.stopped else ""
    dose = f"<epj3:DosVeiledEnkel>{drug.dose}</epj3:DosVeiledEnkel>" if drug.dose else ""
    atc = f'<epj3:Atc V="{drug.atc}"/>' if drug.atc else ""
    strength = f'<epj3:Styrke V="{drug.strength}" U="mg"/>' if drug.strength else ""
    use = f'<epj3:Bruk V="{drug.use}"/>' if drug.use else ""
    info = f"{dose}<epj3:Navn>{drug.name}</epj3:Navn>{atc}{strength}{use}"
    inside = f"{status}<epj3:Forskrivningsinfo>{info}</epj3:Forskrivningsinfo>"
    whole = f"<epj3:ForenkletForskrivning>{inside}</epj3:ForenkletForskrivning>"
    return marked("epj3:Legemiddelinfo", "13.10301.0", whole, str(uuid5(NAMESPACE, name)))


def tjenester(draft: Draft) -> str:
    """EksisterendeTjeneste; only practical ones where the draft says so."""
    if not draft.has("tjenester"):
        return ""
    types = ("1", "5") if "ikke_helse" in draft.holds else ("15",)
    each = f'<IPLOStjenestetype V="{{}}" S="{KITH}9151"/><PrivatTjeneste>false</PrivatTjeneste>'
    return "".join(f"<EksisterendeTjeneste>{each.format(one)}</EksisterendeTjeneste>" for one in types)


def tjenestebehov(draft: Draft) -> str:
    """TjenesteBehov."""
    need = "<BetegnelseTjeneste>Hjemmesykepleie</BetegnelseTjeneste>"
    return f"<TjenesteBehov>{need}</TjenesteBehov>" if draft.has("tjenestebehov") else ""


def funksjon(draft: Draft) -> str:
    """InfoKartleggingFunksjonsniva."""
    one = "<KartlagtFunksjon><Vurdering>3</Vurdering></KartlagtFunksjon>"
    whole = f"<InfoKartleggingFunksjonsniva>{one}</InfoKartleggingFunksjonsniva>"
    return whole if draft.has("funksjon") else ""


def sykepleie(draft: Draft) -> str:
    """Sykepleierdokumentasjon: help with medicines, the summary, what was given."""
    follow = "<BandasjemateriellEngangsutstyr>false</BandasjemateriellEngangsutstyr>"
    follow = follow if draft.has("uten_bandasje") else ""
    help_ = "false" if "uten_hjelp" in draft.holds else "true"
    follow += f"<HjelpLegemiddeladm>{help_}</HjelpLegemiddeladm>" if draft.has("hjelp") else ""
    if follow:
        follow = f"<OpplysningerRelevantOppfolging>{follow}</OpplysningerRelevantOppfolging>"
    follow += tekst("9141", "8") if draft.has("sykepleie") else ""
    nurse = f"<InfoFraSykepleier>{follow}</InfoFraSykepleier>" if follow else ""
    if draft.has("gitt"):
        last = moment(draft.says.get("utskrevet", draft.at))
        given = f'<epj3:AdmAvHelsepersonell><epj3:AdmStart V="{last}"/></epj3:AdmAvHelsepersonell>'
        nurse += marked("epj3:LegemidlerAdministrertVedOverforing", "13.10302.0", given, "g1")
    return f"<Sykepleierdokumentasjon>{nurse}</Sykepleierdokumentasjon>" if nurse else ""


def kontrolltime(draft: Draft) -> str:
    """InfoKontrolltime."""
    booked = "<InformasjonOmTime><BestiltKontrolltime>true</BestiltKontrolltime></InformasjonOmTime>"
    return f"<InfoKontrolltime>{booked}</InfoKontrolltime>" if draft.has("kontrolltime") else ""


def hjelpemidler(draft: Draft) -> str:
    """An aid that is only ordered."""
    if not draft.has("bestilt"):
        return ""
    named = "<BetegnelseHjelpemiddel>Rullator</BetegnelseHjelpemiddel>"
    about = f'<Status V="2"/><Hjelpemiddelbeskrivelse>{named}</Hjelpemiddelbeskrivelse>'
    whole = f"<StatusHjelpemiddel>{about}</StatusHjelpemiddel>"
    return f"<OpplysningerOmHjelpemidler>{whole}</OpplysningerOmHjelpemidler>"


def _cave() -> str:
    word = "<epj1:CaveStikkord>Penicillin</epj1:CaveStikkord>"
    inside = f"<epj1:StikkordCave>{word}</epj1:StikkordCave>"
    whole = marked("epj1:SakshodeCave", "13.10028.0", inside, "c2")
    return marked("epj1:Cave", "14.50001.0", whole, "c1", "EPJ sak")
