"""Which elements of a PLO message make which parts, of those that schemas.deler names.

One table for all versions: what a version does not have is nowhere to be found in its messages, and where an
element stands does not change what it means. What is there but blank is not there.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, Final

from adapters.messages.namespaces import EPJ1, EPJ3, tag
from adapters.messages.plo.holds import (
    Holds,
    both,
    has_phone,
    having,
    is_coded,
    is_filled,
    is_named,
    is_no,
    is_there,
    is_value,
    is_yes,
)
from adapters.messages.reading import Element
from schemas.codes import KITH

Makes = Mapping[str, tuple[tuple[str, Holds], ...]]
"""Name of an element -> the parts that it may make, and when."""

_BESTILT: Final = "2"  # 8230 Status til hjelpemiddel
_RESEPT: Final = "3"  # 8329 Dokumenttype
_UTLEVERT: Final = "3"  # 9104 Status til forskrivningen


def felles(po: str) -> Makes:
    """What makes the administrative parts, which every message may have; po: the version's components."""
    opplysning, ja_nei = tag(po, "Opplysning"), tag(po, "JaNei")
    godkjent, barn = tag(po, "GodkjentDato"), tag(po, "FodselsarMindrearigParorende")
    forbehold, svar = tag(po, "ForbeholdOmVideresending"), tag(po, "SvarPaaForesporsel")
    return {
        tag(po, "AnsvarForRapport"): (("ansvarlig", is_named), ("godkjent", having(godkjent, is_there))),
        tag(po, "InformasjonOmForsendelsen"): (
            ("forbehold", having(forbehold, is_yes)),
            ("svar", having(svar, is_yes)),
        ),
        tag(po, "KontaktpersonHelsepersonell"): (("ansvarlig", is_named), ("kontakt", has_phone)),
        tag(po, "ParorendeForesatt"): (("parorende", is_there), ("barn", having(barn, is_there))),
        tag(po, "SendtDokument"): (
            ("resept", both(having(opplysning, is_value(_RESEPT)), having(ja_nei, is_yes))),
        ),
        tag(po, "TilknyttetEnhet"): (("kontakt", has_phone),),
    }


def faglige(po: str) -> Makes:
    """What makes the parts that reports have besides."""
    kode, beskrivelse = tag(po, "Diagnosekode"), tag(po, "DiagnoseBeskrivelse")
    return {
        tag(EPJ1, "Allerginotat"): (("cave", is_filled),),
        tag(EPJ1, "StikkordCave"): (("cave", is_filled),),
        tag(po, "BandasjemateriellEngangsutstyr"): (("bandasje_mangler", is_no),),
        tag(po, "EksisterendeTjeneste"): (("tjenester", is_there),),
        tag(po, "InfoKartleggingFunksjonsniva"): (("funksjon", is_there),),
        tag(po, "InfoKontrolltime"): (("kontrolltime", is_there),),
        tag(po, "InfoReservasjon"): (("forbehold", is_there),),
        tag(po, "MedisinskDiagnose"): (
            ("diagnose", having(kode, is_coded)),
            ("diagnose", having(beskrivelse, is_filled)),
        ),
        tag(po, "Status"): (("hjelpemiddel_bestilt", is_value(_BESTILT)),),
        tag(po, "TjenesteBehov"): (("tjenestebehov", is_there),),
        **_legemidler(po),
    }


def _legemidler(po: str) -> Makes:
    """What is said of medicines, beside the list of them."""
    return {
        tag(EPJ3, "LegemidlerAdministrertVedOverforing"): (
            ("gitt_i_dag", is_there),
            ("utlevert", is_there),
        ),
        tag(EPJ3, "StatusTilForskrivningen"): (("utlevert", is_value(_UTLEVERT)),),
        tag(po, "HjelpLegemiddeladm"): (
            ("hjelp_legemiddeladm", is_there),
            ("trenger_legemiddelhjelp", is_yes),
        ),
        tag(po, "HjelpTilLegemiddelhandtering"): (("hjelp_legemiddeladm", is_coded),),
        tag(po, "LegemiddelinntakIDag"): (("gitt_i_dag", is_filled),),
        tag(po, "LegemidlerUtdeltTilPasient"): (("utlevert", is_filled),),
        tag(po, "MerknadTilLegemiddeladministrering"): (("legemiddelmerknad", is_filled),),
        tag(po, "eResept"): (("resept", is_yes),),
    }


def found_in(elements: Iterable[Element], makes: Makes) -> set[str]:
    """The parts that these elements make."""
    found: set[str] = set()
    for each in elements:
        name: Any = each.tag
        for part, holds in makes.get(name, ()):
            if part not in found and holds(each):
                found.add(part)
    return found


def heading_of(notat: Element) -> str | None:
    """The part that a journal text is, by the heading before it, which nothing can come between."""
    heading = notat.getprevious()
    if heading is None:
        return None
    return OVERSKRIFTER.get(((heading.get("S") or "").strip(), (heading.get("V") or "").strip()))


OVERSKRIFTER: Final[Mapping[tuple[str, str], str]] = MappingProxyType(
    {
        (f"{KITH}9141", "8"): "sykepleiesammenfatning",
        (f"{KITH}9141", "14"): "praktisk",
        (f"{KITH}9142", "AAI"): "arsak",
        (f"{KITH}9142", "OP"): "plan",
        (f"{KITH}9142", "PROB"): "problem",
        (f"{KITH}9145", "1"): "pasientstatus",
        (f"{KITH}9145", "2"): "antatt_forlop",
    }
)
"""S and V of an Overskriftskode -> the part that the text below it is: V=8 means one thing in 9141 and
another in 9145, and the texts stand elsewhere than HIS 80704 says (messages.md §3.6, pitfalls.md §5)."""
