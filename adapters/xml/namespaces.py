"""The namespaces of the standards: the prefix by which people know each, and which standard it is.

Prefixes are those of the official examples. Two versions of a standard have the same prefix: `titled` tells
them apart.
"""

from types import MappingProxyType
from typing import Final, NamedTuple

_KITH: Final = "http://www.kith.no/xmlstds/"
_EHELSE: Final = "http://ehelse.no/xmlstds/"
_PLO_15, _PLO_16, _PLO_20 = "2009-06-30", "2012-04-01", "2016-05-30"
_EPJ: Final = "2008-02-20"


class Standard(NamedTuple):
    """What a namespace belongs to.

    Attributes:
        prefix: as in the official examples.
        name: of the standard, as people say it.
        version: empty where there is only one.
    """

    prefix: str
    name: str
    version: str = ""

    @property
    def titled(self) -> str:
        """ "PLO 1.6"."""
        return f"{self.name} {self.version}".strip()


def _plo(prefix: str, name: str, *, old: str = "", only: str = "") -> dict[str, Standard]:
    """A PLO schema in version 1.5 and 1.6, or in one of them; `old` is its name in 1.5."""
    found = {
        f"{_KITH}po/{old or name}/{_PLO_15}": Standard(prefix, "PLO", "1.5"),
        f"{_KITH}po/{name}/{_PLO_16}": Standard(prefix, "PLO", "1.6"),
    }
    return {uri: standard for uri, standard in found.items() if not only or standard.version == only}


def _plo_20(prefix: str, name: str, date: str = _PLO_20) -> dict[str, Standard]:
    return {f"{_EHELSE}po/{name}/{date}": Standard(prefix, "PLO", "2.0")}


STANDARDS: Final = MappingProxyType(
    {
        f"{_KITH}msghead/2006-05-24": Standard("mh", "Hodemelding", "1.2"),
        f"{_KITH}felleskomponent1": Standard("fk1", "Felleskomponenter"),
        f"{_KITH}base64container": Standard("bas", "Vedlegg i base64"),
        _KITH.rstrip("/"): Standard("kith", "Datatypene"),
        **_plo("po", "poKomponent"),
        **_plo("p1", "Pasientlogistikk"),
        **_plo("p3", "OrienteringOmTjenestetilbud"),
        **_plo("p4", "MedisinskeOpplysninger", old="OverforingMedisinskeOpplysninger"),
        **_plo("p5", "HelseopplysningerVedSoknad"),
        **_plo("p6", "HelseopplysningerTilLege", old="Konsultasjon"),
        **_plo("p7", "Innleggelsesrapport"),
        **_plo("p8", "TverrfagligEpikrise"),
        **_plo("p9", "MeldingFravar", only="1.5"),
        **_plo_20("po", "poKomponent", "2017-11-30"),
        **_plo_20("p1", "Pasientlogistikk"),
        **_plo_20("p2", "Sammenfatning"),
        **_plo_20("p5", "HelseopplysningerSaksbehandling"),
        f"{_KITH}epj/meta/{_EPJ}": Standard("m1", "EPJ-innhold"),
        f"{_KITH}epj/EPJEkstrakt/{_EPJ}": Standard("epj", "EPJ-innhold"),
        f"{_KITH}epj/EPJTilleggsinfo/{_EPJ}": Standard("epjt", "EPJ-innhold"),
        f"{_KITH}epj/epj1/{_EPJ}": Standard("epj1", "EPJ-innhold"),
        f"{_KITH}epj/epj2/{_EPJ}": Standard("epj2", "EPJ-innhold"),
        f"{_KITH}epj/epj3/{_EPJ}": Standard("epj3", "EPJ-innhold"),
        f"{_KITH}epikrise": Standard("e", "Epikrise", "1.0"),
        f"{_KITH}epikrise/2006-09-23": Standard("e", "Epikrise", "1.1"),
        f"{_KITH}epikrise/2012-02-15": Standard("e", "Epikrise", "1.2"),
        f"{_KITH}dialog/2006-10-11": Standard("dia", "Dialogmelding", "1.0"),
        f"{_KITH}dialog/2013-01-23": Standard("dia", "Dialogmelding", "1.1"),
        f"{_KITH}apprec/2004-11-21": Standard("ar", "AppRec", "1.0"),
        f"{_KITH}apprec/2012-02-15": Standard("ar", "AppRec", "1.1"),
        "http://www.w3.org/2000/09/xmldsig#": Standard("ds", "XML-signatur"),
        "http://www.w3.org/2001/XMLSchema-instance": Standard("xsi", "XML Schema"),
        "http://www.w3.org/1999/xhtml": Standard("xhtml", "XHTML"),
    }
)
"""Namespace -> its standard."""


def versions_apart(one: str | None, other: str | None) -> bool:
    """Whether the two are versions of one standard: PLO 1.5 and PLO 1.6, epikrise 1.1 and 1.2."""
    first, second = STANDARDS.get(one or ""), STANDARDS.get(other or "")
    return bool(first and second and first.name == second.name and first.version != second.version)


def in_words(namespace: str | None) -> str:
    """What a message's namespace is, without repeating one that is nobody's: it may hold anything."""
    if not namespace:
        return "ikke noe navnerom"
    known = STANDARDS.get(namespace)
    return f"navnerommet til {known.titled}" if known else "et ukjent navnerom"


def wanted(namespace: str | None) -> str:
    """What a schema's namespace is, with the address to write."""
    known = STANDARDS.get(namespace or "")
    return f"{namespace} ({known.titled})" if known else namespace or "ikke noe navnerom"
