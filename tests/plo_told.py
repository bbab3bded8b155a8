"""What each official example of PLO 1.6 tells, read out of the files by hand."""

from datetime import UTC, datetime
from typing import Any

from adapters.messages.legemidler import nokkel
from schemas.tid import Tidspunkt

LEGE = ("ansvarlig", "cave", "funksjon", "godkjent", "problem")
MEDISINSKE = ("ansvarlig", "cave", "diagnose", "godkjent", "problem")
INNLEGGELSE = (
    "ansvarlig",
    "arsak",
    "cave",
    "diagnose",
    "funksjon",
    "godkjent",
    "hjelp_legemiddeladm",
    "kontakt",
    "legemiddelmerknad",
    "parorende",
    "praktisk",
    "sykepleiesammenfatning",
    "tjenester",
    "trenger_legemiddelhjelp",
)
UTSKRIVNING = (
    "ansvarlig",
    "cave",
    "diagnose",
    "gitt_i_dag",
    "hjelp_legemiddeladm",
    "kontakt",
    "kontrolltime",
    "plan",
    "problem",
    "sykepleiesammenfatning",
    "trenger_legemiddelhjelp",
    "utlevert",
)
OPPDATERT = ("ansvarlig", "antatt_forlop", "cave", "diagnose", "kontakt", "pasientstatus")
VARSEL = ("ansvarlig", "antatt_forlop", "kontakt", "pasientstatus")
HJEMME = ("Burinex", "Triatec", "Lipitor", "Imdur", "Paracetamol")


def at(month: int, date: int, hour: int) -> Tidspunkt:
    return Tidspunkt(utc=datetime(2018, month, date, hour, tzinfo=UTC))


def midnight(month: int, date: int) -> Tidspunkt:
    """The start of the day after, in Oslo: what a date alone says."""
    return Tidspunkt(utc=datetime(2018, month, date, 23, tzinfo=UTC), bare_dato=True)


def keys(*names: str) -> tuple[str, ...]:
    return tuple(sorted(nokkel(name, b"k" * 32) for name in names))


def medicines(*current: str) -> dict[str, Any]:
    return {"legemidler": len(current), "brukes": keys(*current), "brukes_navn": keys(*current)}


UTSKREVET = {
    "type_innhold": "11",
    "innlagt": at(1, 30, 13),
    "utskrevet": at(2, 2, 9),
    "deler": UTSKRIVNING,
    "seponerte": 1,
    "seponert": keys("Marevan"),
    "seponert_navn": keys("Marevan"),
    **medicines(*HJEMME, "Apocillin"),
}

TOLD: dict[str, tuple[str, str, dict[str, Any]]] = {
    "Pasientlogistikk_Innlagt_pasient_v1-6_Ny": (
        "pasient_innlagt.v1",
        "N",
        {"innlagt": at(1, 29, 9), "fylt_67": False, "deler": ("ansvarlig", "kontakt")},
    ),
    "Pasientlogistikk_Innlagt_pasient_v1-6_Kansellering": (
        "pasient_innlagt.v1",
        "C",
        {"innlagt": at(1, 29, 9), "fylt_67": False},
    ),
    "Pasientlogistikk_Utskrivningsklar_pasient_v1-6_Ny": (
        "pasient_utskrivningsklar.v1",
        "N",
        {
            "innlagt": at(1, 29, 9),
            "utskrivningsklar": midnight(1, 30),
            "deler": ("ansvarlig", "kontakt"),
        },
    ),
    "Pasientlogistikk_Avmelding_av_utskrivningsklar_pasient_v1-6_Ny": (
        "utskrivningsklar_avmeldt.v1",
        "N",
        {
            "innlagt": at(1, 29, 9),
            "utskrivningsklar": midnight(1, 30),
            "avmeldt": midnight(1, 30),
            "deler": ("ansvarlig", "kontakt"),
        },
    ),
    "Pasientlogistikk_Melding_om_utskrevet_pasient_v1-6_Ny": (
        "pasient_utskrevet.v1",
        "N",
        {
            "utskrevet": midnight(1, 31),
            "uttilstand": "1",
            "ut_til": "1",
            "deler": ("ansvarlig", "kontakt"),
        },
    ),
    "Pasientlogistikk_Orientering_om_dodsfall_v1-6_Ny": (
        "dodsfall_meldt.v1",
        "N",
        {"dod": midnight(2, 19), "deler": ("kontakt",)},
    ),
    "Pasientlogistikk_Orientering_om_dodsfall_v1-6_Kansellering": (
        "dodsfall_meldt.v1",
        "C",
        {"dod": midnight(2, 19)},
    ),
    "Helseopplysninger_Varsel_om_innlagt_pasient_v1-6_Ny": (
        "helseopplysninger_mottatt.v1",
        "N",
        {"type_innhold": "1", "forventet_utskrivningsklar": midnight(1, 14), "deler": VARSEL},
    ),
    "Helseopplysninger_Oppdaterte_opplysninger_v1-6_Endring1": (
        "helseopplysninger_mottatt.v1",
        "M",
        {"type_innhold": "2", "forventet_utskrivningsklar": midnight(1, 17), "deler": OPPDATERT},
    ),
    "Helseopplysninger_Oppdaterte_opplysninger_v1-6_Endring2": (
        "helseopplysninger_mottatt.v1",
        "M",
        {"type_innhold": "2", "forventet_utskrivningsklar": midnight(1, 24), "deler": OPPDATERT},
    ),
    "Innleggelsesrapport_v1-6_Ny": (
        "innleggelsesrapport_mottatt.v1",
        "N",
        {"deler": INNLEGGELSE, "tjenester": ("20",), "fylt_18": True, **medicines(*HJEMME)},
    ),
    "Innleggelsesrapport_v1-6_Endring": (
        "innleggelsesrapport_mottatt.v1",
        "M",
        {"deler": INNLEGGELSE, "tjenester": ("20",), "fylt_18": True, **medicines(*HJEMME, "Marevan")},
    ),
    "Innleggelsesrapport_v1-6_Kansellering": ("innleggelsesrapport_mottatt.v1", "C", {"fylt_18": True}),
    "Utskrivningsrapport_v1-6_Ny": ("utskrivningsrapport_mottatt.v1", "N", UTSKREVET),
    "Utskrivningsrapport_v1-6_Endring": ("utskrivningsrapport_mottatt.v1", "M", UTSKREVET),
    "Utskrivningsrapport_v1-6_Kansellering": (
        "utskrivningsrapport_mottatt.v1",
        "C",
        {"type_innhold": "11"},
    ),
    "Helseopplysninger_til_lege_v1-6_Ny": (
        "helseopplysninger_til_lege_mottatt.v1",
        "N",
        {"deler": LEGE, **medicines(*HJEMME, "Sotacor", "Marevan")},
    ),
    "Helseopplysninger_til_lege_v1-6_Kansellering": ("helseopplysninger_til_lege_mottatt.v1", "C", {}),
    "Medisinske_opplysninger_v1-6_Ny": (
        "medisinske_opplysninger_mottatt.v1",
        "N",
        {"type_innhold": "5", "deler": MEDISINSKE, **medicines(*HJEMME, "Sotacor", "Marevan")},
    ),
    "Medisinske_opplysninger_v1-6_Kansellering": (
        "medisinske_opplysninger_mottatt.v1",
        "C",
        {"type_innhold": "5"},
    ),
    "Orientering_om_tjenestetilbud_v1-6_Ny": (
        "tjenestetilbud_mottatt.v1",
        "N",
        {
            "deler": ("ansvarlig", "godkjent", "tjenester"),
            "tjenester": ("1", "15", "5", "7"),
            "tjeneste_fra": Tidspunkt(utc=datetime(2017, 3, 14, 23, tzinfo=UTC), bare_dato=True),
        },
    ),
    "Orientering_om_tjenestetilbud_v1-6_Kansellering": ("tjenestetilbud_mottatt.v1", "C", {}),
}
"""File -> the event's type, its status, and every field that is not as it would be with nothing in it."""
