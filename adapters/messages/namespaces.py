"""XML namespaces of the messages we know, and names written as lxml wants them."""

from typing import Final

MSGHEAD: Final = "http://www.kith.no/xmlstds/msghead/2006-05-24"
BASE64: Final = "http://www.kith.no/xmlstds/base64container"
FELLES: Final = "http://www.kith.no/xmlstds/felleskomponent1"
EPJ1: Final = "http://www.kith.no/xmlstds/epj/epj1/2008-02-20"
EPJ2: Final = "http://www.kith.no/xmlstds/epj/epj2/2008-02-20"
EPJ3: Final = "http://www.kith.no/xmlstds/epj/epj3/2008-02-20"
EPIKRISE_10: Final = "http://www.kith.no/xmlstds/epikrise"
EPIKRISE_11: Final = "http://www.kith.no/xmlstds/epikrise/2006-09-23"
EPIKRISE_12: Final = "http://www.kith.no/xmlstds/epikrise/2012-02-15"
APPREC_10: Final = "http://www.kith.no/xmlstds/apprec/2004-11-21"
APPREC_11: Final = "http://www.kith.no/xmlstds/apprec/2012-02-15"
DIALOG_10: Final = "http://www.kith.no/xmlstds/dialog/2006-10-11"
DIALOG_11: Final = "http://www.kith.no/xmlstds/dialog/2013-01-23"
EPJ_EKSTRAKT: Final = "http://www.kith.no/xmlstds/epj/EPJEkstrakt/2008-02-20"

PLO_15: Final = "2009-06-30"
PLO_16: Final = "2012-04-01"


def plo(name: str, date: str = PLO_16) -> str:
    """Namespace of a PLO 1.x schema: plo("Pasientlogistikk")."""
    return f"http://www.kith.no/xmlstds/po/{name}/{date}"


def plo_20(name: str) -> str:
    """Namespace of a PLO 2.0 message."""
    return f"http://ehelse.no/xmlstds/po/{name}/2016-05-30"


PO_15: Final = plo("poKomponent", PLO_15)
PO_16: Final = plo("poKomponent")
PO_20: Final = "http://ehelse.no/xmlstds/po/poKomponent/2017-11-30"


def tag(namespace: str, name: str) -> str:
    """`{namespace}name`, as lxml writes a qualified name."""
    return f"{{{namespace}}}{name}"
