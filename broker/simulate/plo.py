"""Whole messages of PLO 1.5 and 1.6, from drafts (messages.md §3)."""

from collections.abc import Callable
from typing import Final, NamedTuple

from broker.simulate import plo_felles as felles
from broker.simulate import plo_parts as parts
from broker.simulate.draft import Draft
from broker.simulate.head import Head, msghead

_PO = "http://www.kith.no/xmlstds/po"
_DATES: Final = {"1.5": "2009-06-30", "1.6": "2012-04-01"}
_NAMES: Final = 'xmlns:fk1="http://www.kith.no/xmlstds/felleskomponent1"' + "".join(
    f' xmlns:{prefix}="http://www.kith.no/xmlstds/epj/{name}/2008-02-20"'
    for prefix, name in (("m1", "meta"), ("epj1", "epj1"), ("epj2", "epj2"), ("epj3", "epj3"))
)


class _Form(NamedTuple):
    """How a message is put together: its root, its namespace in 1.6, its parts in order."""

    root: str
    namespace: str
    parts: tuple[Callable[[Draft], str], ...]


def _logistikk(choice: str, *before: Callable[[Draft], str]) -> _Form:
    def inside(draft: Draft) -> str:
        told = "".join(part(draft) for part in (*before, felles.hendelser))
        return f"<p:{choice}>{told}</p:{choice}>"

    return _Form("Pasientlogistikk", "Pasientlogistikk", (inside,))


FORMS: Final[dict[str, _Form]] = {
    "LOG_INNLAGT": _logistikk("MeldingInnlagtPasient"),
    "LOG_UTSKRIVNINGSKLAR": _logistikk("MeldingUtskrivningsklarPasient"),
    "LOG_AVMELDING": _logistikk("AvmeldingUtskrivningsklarPasient"),
    "LOG_UTSKREVET": _logistikk("MeldingOmUtskrevetPasient", felles.utskrevet_til),
    "LOG_DOD": _logistikk("OrienteringOmDod"),
    "HELSEOPPL_SOKNAD": _Form(
        "HelseopplysningerVedSoknad",
        "HelseopplysningerVedSoknad",
        (
            felles.type_innhold,
            felles.opphold_med_kode,
            parts.diagnoser,
            parts.medisinsk,
            parts.sykepleie,
            parts.tjenestebehov,
        ),
    ),
    "INNLEGGELSESRAPPORT": _Form(
        "Innleggelsesrapport",
        "Innleggelsesrapport",
        (
            parts.diagnoser,
            parts.medisinsk,
            parts.legemidler,
            parts.tjenester,
            parts.funksjon,
            parts.sykepleie,
        ),
    ),
    "UTSKRIVNINGSRAPPORT": _Form(
        "TverrfagligEpikrise",
        "TverrfagligEpikrise",
        (
            felles.type_innhold,
            felles.opphold_med_tekst,
            parts.diagnoser,
            parts.medisinsk,
            parts.legemidler,
            parts.sykepleie,
            parts.kontrolltime,
            parts.hjelpemidler,
        ),
    ),
    "HELSEOPPLYSNINGER_LEGE": _Form("Konsultasjon", "HelseopplysningerTilLege", (parts.sykepleie,)),
    "MEDISINSKE_OPPLYSNINGER": _Form(
        "OverforingMedisinskeOpplysninger",
        "MedisinskeOpplysninger",
        (parts.diagnoser, parts.medisinsk, parts.legemidler),
    ),
    "ORIENTERING_TJENESTETILBUD": _Form(
        "OrienteringOmTjenestetilbud", "OrienteringOmTjenestetilbud", (parts.tjenester,)
    ),
}
"""Message type -> its form."""


def plo_xml(draft: Draft, head: Head) -> bytes:
    """The message, UTF-8."""
    form = FORMS[draft.kind]
    inside = felles.innledning(draft) + "".join(part(draft) for part in form.parts)
    date = _DATES[draft.version]
    own = form.namespace if draft.version == "1.6" else form.root
    names = f'xmlns:p="{_PO}/{own}/{date}" xmlns="{_PO}/poKomponent/{date}" {_NAMES}'
    return msghead(draft.kind, head, f"<p:{form.root} {names}>{inside}</p:{form.root}>")
