"""Names and places in a message, as people read them: mh:MsgHead, /mh:MsgHead/mh:Document[2]/@V.

Prefixes are ours, those of the official examples; a message may use any, and its own are not shown.
A name nobody knows is shown only when it cannot be a number or a sentence in disguise.
"""

import re
from itertools import islice

from lxml import etree

_KITH = "http://www.kith.no/xmlstds/"
_EHELSE = "http://ehelse.no/xmlstds/"

PREFIXES: dict[str, str] = {
    f"{_KITH}msghead/2006-05-24": "mh",
    f"{_KITH}felleskomponent1": "fk1",
    f"{_KITH}base64container": "bas",
    _KITH.rstrip("/"): "kith",
    f"{_KITH}po/poKomponent/2009-06-30": "po",
    f"{_KITH}po/poKomponent/2012-04-01": "po",
    f"{_EHELSE}po/poKomponent/2017-11-30": "po",
    f"{_KITH}po/Pasientlogistikk/2009-06-30": "p1",
    f"{_KITH}po/Pasientlogistikk/2012-04-01": "p1",
    f"{_EHELSE}po/Pasientlogistikk/2016-05-30": "p1",
    f"{_KITH}po/OrienteringOmTjenestetilbud/2012-04-01": "p3",
    f"{_KITH}po/MedisinskeOpplysninger/2012-04-01": "p4",
    f"{_KITH}po/HelseopplysningerVedSoknad/2012-04-01": "p5",
    f"{_KITH}po/HelseopplysningerTilLege/2012-04-01": "p6",
    f"{_KITH}po/Innleggelsesrapport/2012-04-01": "p7",
    f"{_KITH}po/TverrfagligEpikrise/2009-06-30": "p8",
    f"{_KITH}po/TverrfagligEpikrise/2012-04-01": "p8",
    f"{_KITH}epj/meta/2008-02-20": "m1",
    f"{_KITH}epj/epj1/2008-02-20": "epj1",
    f"{_KITH}epj/epj2/2008-02-20": "epj2",
    f"{_KITH}epj/epj3/2008-02-20": "epj3",
    f"{_KITH}epikrise/2006-09-23": "e",
    f"{_KITH}epikrise/2012-02-15": "e",
    f"{_KITH}dialog/2006-10-11": "dia",
    f"{_KITH}dialog/2013-01-23": "dia",
    f"{_KITH}apprec/2004-11-21": "ar",
    f"{_KITH}apprec/2012-02-15": "ar",
    "http://www.w3.org/2000/09/xmldsig#": "ds",
    "http://www.w3.org/2001/XMLSchema-instance": "xsi",
    "http://www.w3.org/1999/xhtml": "xhtml",
}

_UNKNOWN = "(ukjent)"
_PLAIN = re.compile(r"(?!.*\d{6})[^\W\d][\w.-]{0,63}")
_COUNTED_SIBLINGS = 1000


def word(tag: object) -> str:
    """The name alone, for a sentence: Forsendelsesstatus."""
    name = etree.QName(tag).localname if isinstance(tag, str) else ""
    return name if _PLAIN.fullmatch(name) else _UNKNOWN


def prefixed(tag: object) -> str:
    """The name as a step of an XPath: po:Forsendelsesstatus; "?:" where the namespace is unknown."""
    namespace = etree.QName(tag).namespace if isinstance(tag, str) else None
    return word(tag) if namespace is None else f"{PREFIXES.get(namespace, '?')}:{word(tag)}"


def path(element: etree._Element, attribute: str | None = None) -> str:
    """XPath of an element or of one of its attributes; a position where it has namesakes."""
    steps = [_step(e) for e in (element, *element.iterancestors())]
    end = "" if attribute is None else f"/@{prefixed(attribute)}"
    return "/" + "/".join(reversed(steps)) + end


def _step(element: etree._Element) -> str:
    before = _count(element.itersiblings(element.tag, preceding=True))
    alone = before == 0 and _count(element.itersiblings(element.tag)) == 0
    # In a list longer than anyone counts by hand the line number says more.
    position = "" if alone or before >= _COUNTED_SIBLINGS else f"[{before + 1}]"
    return prefixed(element.tag) + position


def _count(siblings: "etree.SiblingsIterator") -> int:
    return sum(1 for _ in islice(siblings, _COUNTED_SIBLINGS))
