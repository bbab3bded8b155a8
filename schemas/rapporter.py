"""What the reports of PLO and the epikrise tell: which parts they have and how the medicines are given."""

from typing import Literal

from schemas.fact import Event
from schemas.legemidler import MedLegemidler, Nokkel
from schemas.tid import Tidspunkt
from schemas.tjenester import MedTjenester

Form = Literal["strukturert", "kodet_tekst", "fritekst"]


class HelseopplysningerMottatt(MedTjenester):
    """Helseopplysninger (HIS 1144:2014), root HelseopplysningerVedSoknad; of 2.0 til saksbehandling.

    Attributes:
        type_innhold: 9140: 1 tidligvarsel, 2 oppdaterte opplysninger; None in 1.5.
        innlagt: hendelse 1 (9121), where it is told.
        forventet_utskrivningsklar: hendelse 3 or 5 (9121).
    """

    type: Literal["helseopplysninger_mottatt.v1"] = "helseopplysninger_mottatt.v1"
    type_innhold: str | None = None
    innlagt: Tidspunkt | None = None
    forventet_utskrivningsklar: Tidspunkt | None = None


class InnleggelsesrapportMottatt(MedLegemidler, MedTjenester):
    """Innleggelsesrapport from the kommune (HIS 1143:2014).

    Attributes:
        fylt_18: the patient was 18 or older when it was sent; None where nothing tells.
    """

    type: Literal["innleggelsesrapport_mottatt.v1"] = "innleggelsesrapport_mottatt.v1"
    fylt_18: bool | None = None


class UtskrivningsrapportMottatt(MedLegemidler, MedTjenester):
    """Utskrivningsrapport, root TverrfagligEpikrise (HIS 1148:2014).

    Attributes:
        type_innhold: 9139.
        innlagt, utskrevet: from the events' texts “Innlagt dato” and “Utskrevet dato”, a fallback.
    """

    type: Literal["utskrivningsrapport_mottatt.v1"] = "utskrivningsrapport_mottatt.v1"
    type_innhold: str | None = None
    innlagt: Tidspunkt | None = None
    utskrevet: Tidspunkt | None = None


class SammenfatningMottatt(Event):
    """Sammenfatning of PLO 2.0, which stands for both reports and tells which by its type.

    Attributes:
        type_innhold: TypeInnhold as given.
        innlagt, utskrevet: hendelse 1 and 2 (9121).
    """

    type: Literal["sammenfatning_mottatt.v1"] = "sammenfatning_mottatt.v1"
    type_innhold: str | None = None
    innlagt: Tidspunkt | None = None
    utskrevet: Tidspunkt | None = None


class HelseopplysningerTilLegeMottatt(MedLegemidler):
    """Helseopplysninger til lege, root Konsultasjon (HIS 1146:2014)."""

    type: Literal["helseopplysninger_til_lege_mottatt.v1"] = "helseopplysninger_til_lege_mottatt.v1"


class MedisinskeOpplysningerMottatt(MedLegemidler, MedTjenester):
    """Medisinske opplysninger from the fastlege, root OverforingMedisinskeOpplysninger (HIS 1145:2014).

    Attributes:
        type_innhold: 9138.
    """

    type: Literal["medisinske_opplysninger_mottatt.v1"] = "medisinske_opplysninger_mottatt.v1"
    type_innhold: str | None = None


class TjenestetilbudMottatt(MedTjenester):
    """Orientering om tjenestetilbud, from the kommune to the fastlege (HIS 1147:2014).

    Attributes:
        tjeneste_fra: the last Startdato of the services that the patient has.
    """

    type: Literal["tjenestetilbud_mottatt.v1"] = "tjenestetilbud_mottatt.v1"
    tjeneste_fra: Tidspunkt | None = None


class FravarMeldt(Event):
    """Fraværsmelding of PLO 1.5, MeldingFravar; 1.6 dropped it."""

    type: Literal["fravar_meldt.v1"] = "fravar_meldt.v1"


class EpjInnholdMottatt(MedLegemidler):
    """Kommunikasjon av EPJ-innhold, legemiddelopplysninger in several Documents (EPJEkstrakt 2008-02-20).

    Attributes:
        dokumenter: number of structured Documents.
    """

    type: Literal["epj_innhold_mottatt.v1"] = "epj_innhold_mottatt.v1"
    dokumenter: int = 1


class EpikriseMottatt(Event):
    """Epikrise (HIS 80226, epikrise 1.0, 1.1 and 1.2).

    Attributes:
        innlagt, utskrevet: StartDateTime and EndDateTime of Event/ReportedEvent.
        dod: Patient/DateOfDeath.
        adm_outcome: 7300: 2 som død; 21, 23 own institution; 31 another hospital.
        adm_cat: 8240: 1 heldøgnsopphold.
        fodselsdag: the stay began on the date of birth.
        medisiner: the forms the medicines have: strukturert, kodet_tekst, fritekst.
        liste_i_vedlegg, ingen_legemidler: as in UtskrivningsrapportMottatt.
        brukes: the medicines that are structured, as keyed hashes; each once, sorted.
        brukes_navn: as in UtskrivningsrapportMottatt.
    """

    type: Literal["epikrise_mottatt.v1"] = "epikrise_mottatt.v1"
    innlagt: Tidspunkt | None = None
    utskrevet: Tidspunkt | None = None
    dod: Tidspunkt | None = None
    adm_outcome: str | None = None
    adm_cat: str | None = None
    fodselsdag: bool = False
    medisiner: tuple[Form, ...] = ()
    liste_i_vedlegg: bool = False
    ingen_legemidler: bool = False
    brukes: tuple[Nokkel, ...] = ()
    brukes_navn: tuple[Nokkel, ...] = ()
