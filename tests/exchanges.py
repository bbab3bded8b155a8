"""Reports, services and dialogue in one line each, beside the logistics of histories.py."""

from typing import Any

from histories import FASTLEGE, TROMSO, UNN, event, tid

from schemas.events import (
    DialogMottatt,
    EpjInnholdMottatt,
    FravarMeldt,
    HelseopplysningerMottatt,
    HelseopplysningerTilLegeMottatt,
    InnleggelsesrapportMottatt,
    MedisinskeOpplysningerMottatt,
    MottakAvklart,
    SammenfatningMottatt,
    TjenestetilbudMottatt,
)

TO_UNN = {"sender": TROMSO, "receiver": UNN}
TO_FASTLEGE = {"sender": TROMSO, "receiver": FASTLEGE}


def helseopplysninger(
    sendt: str = "2026-02-03T16:00",
    inn: str | None = None,
    forventet: str | None = None,
    **more: Any,
) -> HelseopplysningerMottatt:
    """HELSEOPPL_SOKNAD, a tidligvarsel; `inn` is event 1 and `forventet` event 3."""
    told = {"type_innhold": "1", "innlagt": tid(inn), "forventet_utskrivningsklar": tid(forventet)}
    return event(HelseopplysningerMottatt, None, sendt, {**told, **more})


def innleggelsesrapport(sendt: str = "2026-02-03T15:00", **more: Any) -> InnleggelsesrapportMottatt:
    """INNLEGGELSESRAPPORT from the kommune, with services and three medicines."""
    told = {"message_type": "INNLEGGELSESRAPPORT", "legemidler": 3, "deler": ("tjenester",)}
    return event(InnleggelsesrapportMottatt, None, sendt, {**told, **TO_UNN, **more})


def sammenfatning(
    sendt: str, inn: str | None = None, ut: str | None = None, **more: Any
) -> SammenfatningMottatt:
    """Sammenfatning of PLO 2.0, from the hospital."""
    told = {"message_type": "SAMMENFATNING", "version": "2.0", "innlagt": tid(inn), "utskrevet": tid(ut)}
    return event(SammenfatningMottatt, None, sendt, {**told, **more})


def tjenestetilbud(sendt: str, **more: Any) -> TjenestetilbudMottatt:
    """ORIENTERING_TJENESTETILBUD from the kommune to the fastlege."""
    told = {"message_type": "ORIENTERING_TJENESTETILBUD", **TO_FASTLEGE}
    return event(TjenestetilbudMottatt, None, sendt, {**told, **more})


def til_lege(sendt: str, **more: Any) -> HelseopplysningerTilLegeMottatt:
    """HELSEOPPLYSNINGER_LEGE from the kommune to the fastlege."""
    told = {"message_type": "HELSEOPPLYSNINGER_LEGE", **TO_FASTLEGE}
    return event(HelseopplysningerTilLegeMottatt, None, sendt, {**told, **more})


def medisinske(sendt: str, **more: Any) -> MedisinskeOpplysningerMottatt:
    """MEDISINSKE_OPPLYSNINGER from the fastlege to the kommune."""
    told = {"message_type": "MEDISINSKE_OPPLYSNINGER", "sender": FASTLEGE, "receiver": TROMSO}
    return event(MedisinskeOpplysningerMottatt, None, sendt, {**told, **more})


def fravar(sendt: str, **more: Any) -> FravarMeldt:
    """FRAVARSMELDING of PLO 1.5."""
    told = {"message_type": "FRAVARSMELDING", "version": "1.5", **TO_FASTLEGE}
    return event(FravarMeldt, None, sendt, {**told, **more})


def epj_innhold(sendt: str, **more: Any) -> EpjInnholdMottatt:
    """EPJ-EKSTRAKT from the hospital to the kommune."""
    return event(EpjInnholdMottatt, None, sendt, {"message_type": "EPJ-EKSTRAKT", **more})


def dialog(kind: str, sendt: str, paa: Any = None, **more: Any) -> DialogMottatt:
    """A dialogmelding DIALOG_<kind> from the kommune to UNN; `paa` is the message it refers to."""
    refers = {"conversation_id": paa.conversation_id or paa.msg_id, "parent_id": paa.msg_id} if paa else {}
    told = {"message_type": f"DIALOG_{kind}", "version": "1.0", **TO_UNN, **refers}
    return event(DialogMottatt, None, sendt, {**told, **more})


def foresporsel(sendt: str, **more: Any) -> DialogMottatt:
    """A question from the kommune to the hospital (9152)."""
    told = {"foresporsel_kodeverk": "9152", "foresporsel": "99"}
    return dialog("FORESPORSEL", sendt, **{**told, **more})


def tilbakemelding(paa: Any, sendt: str, **more: Any) -> DialogMottatt:
    """The kommune's answer to LOG_UTSKRIVNINGSKLAR (9155/1)."""
    return dialog("NOTAT", sendt, paa, **{"tema_kodeverk": "9155", "tema": "1", **more})


def mottak(sendt: str, paa: Any = None, naar: tuple[str, ...] = (), **more: Any) -> MottakAvklart:
    """The same answer in PLO 2.0, with the times it gives."""
    refers = {"conversation_id": paa.msg_id, "parent_id": paa.msg_id} if paa else {}
    told = {"message_type": "LOG_TILBAKEMELDING", "version": "2.0", "tidspunkter": tuple(map(tid, naar))}
    return event(MottakAvklart, None, sendt, {**told, **TO_UNN, **refers, **more})
