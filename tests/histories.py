"""Events in one line each, and a small agreement: what a history is built from in tests.

Times are Oslo wall clock ("2026-02-03T10:00") or a date alone ("2026-02-07"). A message is sent at
`sendt`, or, when that is left out, when what it tells of happened; a date alone then means
noon. It is received when sent.
"""

from datetime import UTC, datetime
from typing import Any, TypeVar
from uuid import NAMESPACE_URL, uuid5

from schemas.agreements import Agreement, Part
from schemas.events import (
    DodsfallMeldt,
    EpikriseMottatt,
    Event,
    PasientInnlagt,
    PasientUtskrevet,
    PasientUtskrivningsklar,
    UtskrivningsklarAvmeldt,
    UtskrivningsrapportMottatt,
    event_id,
)
from schemas.tid import OSLO, Tidspunkt, start_of_day

E = TypeVar("E", bound=Event)
PID = "1" * 64
UNN, KAD, TROMSO, HARSTAD, FASTLEGE = "90001", "90401", "90101", "90201", "90301"

AVTALE = Agreement(
    parts=(
        Part(UNN, "UNN HF", "helseforetak", egen=True),
        Part(TROMSO, "Tromsø kommune", "kommune", kommunenr="5501", dekning=("epikrise",)),
        Part(HARSTAD, "Harstad kommune", "kommune", kommunenr="5503", dekning=("epikrise",)),
        Part(FASTLEGE, "Legekontoret", "fastlege"),
        Part(KAD, "Tromsø KAD", "kad"),
    )
)

TYPES: dict[type[Event], tuple[str, str]] = {
    PasientInnlagt: ("LOG_INNLAGT", "1.6"),
    PasientUtskrivningsklar: ("LOG_UTSKRIVNINGSKLAR", "1.6"),
    UtskrivningsklarAvmeldt: ("LOG_AVMELDING", "1.6"),
    PasientUtskrevet: ("LOG_UTSKREVET", "1.6"),
    DodsfallMeldt: ("LOG_DOD", "1.6"),
    UtskrivningsrapportMottatt: ("UTSKRIVNINGSRAPPORT", "1.6"),
    EpikriseMottatt: ("EPIKRISE", "1.2"),
}


def at(text: str) -> datetime:
    """A moment in UTC from Oslo wall clock; of two equal ones in October, the later."""
    return datetime.fromisoformat(text).replace(tzinfo=OSLO, fold=1).astimezone(UTC)


def tid(text: str | None) -> Tidspunkt | None:
    """A Tidspunkt from Oslo wall clock, or from a date alone."""
    if text is None:
        return None
    if "T" in text:
        return Tidspunkt(utc=at(text))
    return Tidspunkt(utc=start_of_day(datetime.fromisoformat(text).date()), bare_dato=True)


def msg(name: str) -> str:
    """A MsgId for a name, so that tests can say which message they mean."""
    return str(uuid5(NAMESPACE_URL, name))


def event(kind: type[E], told: str | None, sendt: str | None, more: dict[str, Any]) -> E:
    """An event of `kind`; `navn` in `more` names its MsgId, otherwise all of its content does."""
    known = sendt or told or "2026-02-03T10:00"
    sent = at(known if "T" in known else f"{known}T12:00")
    type_ = kind.model_fields["type"].default
    sender = more.setdefault("sender", UNN)
    msg_id = msg(more.pop("navn", None) or f"{type_} {told} {sent} {sorted(more.items(), key=str)}")
    message_type, version = TYPES.get(kind, ("HELSEOPPL_SOKNAD", "1.6"))
    given = {
        "id": event_id(sender, msg_id, type_),
        "pid": PID,
        "pid_type": "fnr",
        "msg_id": msg_id,
        "message_type": message_type,
        "version": version,
        "status": "N",
        "receiver": TROMSO,
        "sent_at": sent,
        "received_at": sent,
    }
    return kind(**{**given, **more})


def innlagt(naar: str | None = "2026-02-03T10:00", sendt: str | None = None, **more: Any) -> PasientInnlagt:
    """LOG_INNLAGT."""
    return event(PasientInnlagt, naar, sendt, {"innlagt": tid(naar), **more})


def klar(
    naar: str | None = "2026-02-06",
    sendt: str | None = None,
    fra: str | None = "2026-02-03T10:00",
    **more: Any,
) -> PasientUtskrivningsklar:
    """LOG_UTSKRIVNINGSKLAR; `fra` is event 1."""
    told = {"utskrivningsklar": tid(naar), "innlagt": tid(fra), **more}
    return event(PasientUtskrivningsklar, naar, sendt, told)


def avmeldt(
    naar: str | None = "2026-02-06", sendt: str | None = None, **more: Any
) -> UtskrivningsklarAvmeldt:
    """LOG_AVMELDING."""
    return event(UtskrivningsklarAvmeldt, naar, sendt, {"avmeldt": tid(naar), **more})


def utskrevet(naar: str | None = "2026-02-07", sendt: str | None = None, **more: Any) -> PasientUtskrevet:
    """LOG_UTSKREVET, home and alive."""
    told = {"utskrevet": tid(naar), "uttilstand": "1", "ut_til": "1", **more}
    return event(PasientUtskrevet, naar, sendt, told)


def dod(naar: str | None = "2026-02-07", sendt: str | None = None, **more: Any) -> DodsfallMeldt:
    """LOG_DOD, from the kommune to the fastlege."""
    told = {"dod": tid(naar), "sender": TROMSO, "receiver": FASTLEGE, **more}
    return event(DodsfallMeldt, naar, sendt, told)


def rapport(
    sendt: str | None = "2026-02-07T12:00", ut: str | None = None, inn: str | None = None, **more: Any
) -> UtskrivningsrapportMottatt:
    """Utskrivningsrapport with three medicines; `inn` and `ut` are the text events."""
    told = {"innlagt": tid(inn), "utskrevet": tid(ut), "legemidler": 3, **more}
    return event(UtskrivningsrapportMottatt, ut, sendt, told)


def epikrise(
    sendt: str | None = "2026-02-08T12:00",
    inn: str | None = "2026-02-03T10:00",
    ut: str | None = "2026-02-07T11:00",
    **more: Any,
) -> EpikriseMottatt:
    """Epikrise of a heldøgnsopphold to the fastlege, with medicines and a copy to the kommune."""
    told = {"innlagt": tid(inn), "utskrevet": tid(ut), "receiver": FASTLEGE, "copies": (TROMSO,)}
    told |= {"adm_cat": "1", "adm_outcome": "1", "medisiner": ("strukturert",), **more}
    return event(EpikriseMottatt, ut, sendt, told)
