"""The reports of PLO: their names, their events, and the versions that have them (messages.md §3 and §4)."""

from typing import NamedTuple

from adapters.messages.namespaces import PLO_15 as DATE_15
from adapters.messages.namespaces import PLO_16 as DATE_16
from adapters.messages.namespaces import plo, plo_20
from adapters.messages.plo.edition import PLO_15, PLO_16, PLO_20, Edition
from adapters.messages.plo.rapport import (
    Fields,
    forventet,
    legemidler,
    opphold,
    tjeneste_fra,
    tjenester,
    type_innhold,
    voksen,
)
from schemas import events


class Report(NamedTuple):
    """A report, the same in all its versions.

    Attributes:
        types: of 8279.
        event: makes the event, whose name is `type_of_event`.
        fields: what it tells beyond its parts. Version 2.0 has room for one service, which says nothing of
            the others: there `tjenester` is not read.
        namespaces: of each version that has it.
    """

    root: str
    name: str
    types: tuple[str, ...]
    event: type[events.PatientEvent]
    type_of_event: str
    fields: tuple[Fields, ...]
    namespaces: tuple[tuple[Edition, str], ...]


def _in_1x(name_15: str, name_16: str = "") -> tuple[tuple[Edition, str], ...]:
    """Version 1.5 and 1.6, which for two of the reports have namespaces of different names."""
    return (PLO_15, plo(name_15, DATE_15)), (PLO_16, plo(name_16 or name_15, DATE_16))


_SOKNAD = "HelseopplysningerVedSoknad"
REPORTS = (
    Report(
        _SOKNAD,
        "Helseopplysninger",
        ("HELSEOPPL_SOKNAD",),
        events.HelseopplysningerMottatt,
        "helseopplysninger_mottatt.v1",
        (type_innhold, forventet, tjenester),
        _in_1x(_SOKNAD),
    ),
    Report(
        "Innleggelsesrapport",
        "Innleggelsesrapport",
        ("INNLEGGELSESRAPPORT",),
        events.InnleggelsesrapportMottatt,
        "innleggelsesrapport_mottatt.v1",
        (legemidler, tjenester, voksen),
        _in_1x("Innleggelsesrapport"),
    ),
    Report(
        "TverrfagligEpikrise",
        "Utskrivningsrapport",
        ("UTSKRIVNINGSRAPPORT",),
        events.UtskrivningsrapportMottatt,
        "utskrivningsrapport_mottatt.v1",
        (type_innhold, opphold, legemidler, tjenester),
        _in_1x("TverrfagligEpikrise"),
    ),
    Report(
        "Konsultasjon",
        "Helseopplysninger til lege",
        ("HELSEOPPLYSNINGER_LEGE",),
        events.HelseopplysningerTilLegeMottatt,
        "helseopplysninger_til_lege_mottatt.v1",
        (legemidler,),
        _in_1x("Konsultasjon", "HelseopplysningerTilLege"),
    ),
    Report(
        "OverforingMedisinskeOpplysninger",
        "Medisinske opplysninger",
        ("MEDISINSKE_OPPLYSNINGER",),
        events.MedisinskeOpplysningerMottatt,
        "medisinske_opplysninger_mottatt.v1",
        (type_innhold, legemidler, tjenester),
        _in_1x("OverforingMedisinskeOpplysninger", "MedisinskeOpplysninger"),
    ),
    Report(
        "OrienteringOmTjenestetilbud",
        "Orientering om tjenestetilbud",
        ("ORIENTERING_TJENESTETILBUD",),
        events.TjenestetilbudMottatt,
        "tjenestetilbud_mottatt.v1",
        (tjenester, tjeneste_fra),
        _in_1x("OrienteringOmTjenestetilbud"),
    ),
    Report(
        "MeldingFravar",
        "Fraværsmelding",
        ("FRAVARSMELDING",),
        events.FravarMeldt,
        "fravar_meldt.v1",
        (),
        _in_1x("MeldingFravar")[:1],
    ),
    Report(
        "Sammenfatning",
        "Sammenfatning",
        ("INNLEGGELSESRAPPORT", "UTSKRIVNINGSRAPPORT"),
        events.SammenfatningMottatt,
        "sammenfatning_mottatt.v1",
        (type_innhold,),
        ((PLO_20, plo_20("Sammenfatning")),),
    ),
    Report(
        "HelseopplysningerSaksbehandling",
        "Helseopplysninger til saksbehandling",
        ("HELSEOPPL_SOKNAD",),
        events.HelseopplysningerMottatt,
        "helseopplysninger_mottatt.v1",
        (type_innhold,),
        ((PLO_20, plo_20("HelseopplysningerSaksbehandling")),),
    ),
)
