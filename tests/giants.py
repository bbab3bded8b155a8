"""Messages of 20 MB: such as are sent, and such as are made to hurt. Each is made anew at each call."""

import base64
import random
from collections.abc import Callable, Mapping

from builders import epikrise_xml, rapport_xml

from schemas.topics import MAX_MESSAGE

Part = bytes | Callable[[int], bytes]

FILE, NAME = b"JVBERi0xLjQK", b"Universitetssykehuset Eksempel HF"
TEXT, OID, DATE = b"SETT INN", b'S="2.16.578.1.12.4.1.1.9051"', b"2026-02-07T12:00:00"
ROOT, INFO, END = b"<MsgHead ", b"<MsgInfo>", b"</MsgHead>"
AE, EMOJI, LEGEMIDLER = "æ".encode(), "\U0001f9ff".encode(), b"ingen faste legemidler 5 mg\n"

RAPPORT = rapport_xml(attachment="EKG", text=TEXT.decode())
REF_DOC = (
    b'<RefDoc><MsgType V="A"/><Content><Base64Container xmlns="http://www.kith.no/xmlstds/base64container">'
    b"%s</Base64Container></Content></RefDoc>"
)
EPIKRISE = epikrise_xml().replace(b"</ServRprt>", REF_DOC % FILE + b"</ServRprt>")
THIRTY = b"<b" + b"".join(b" a%d=''" % number for number in range(30)) + b"/>"
LESS = 9_900_000


def filled(old: bytes, part: Part, size: int = MAX_MESSAGE, raw: bytes = RAPPORT) -> bytes:
    """The message with so much in place of `old` that it has about `size` bytes."""
    room = size - len(raw) - 20
    return raw.replace(old, part(room) if callable(part) else part * (room // len(part)), 1)


def noise(size: int) -> bytes:
    """Nothing makes it smaller."""
    return random.Random(4).randbytes(size)  # noqa: S311 the same each time


def pdf(size: int) -> bytes:
    return base64.b64encode(b"%PDF-1.7\n" + noise(size // 4 * 3 - 9))


def in_lines(size: int) -> bytes:
    text = pdf(size * 76 // 78)
    return b"\r\n".join(text[at : at + 76] for at in range(0, len(text), 76))


def numbered(form: bytes, count: int) -> bytes:
    return b"".join(form.replace(b"%d", b"%d" % number) for number in range(count))


def within(form: bytes, part: bytes = b"x") -> Callable[[int], bytes]:
    """So much of `part` inside `form`."""
    return lambda size: form % (part * ((size - len(form)) // len(part)))


def rows(element: bytes) -> bytes:
    """Elements in rows of 4 900: no parent has too many."""
    row = b"<c>" + element * 4_900 + b"</c>"
    return b"<a>" + row * (MAX_MESSAGE // len(row)) + b"</a>"


def names() -> bytes:
    """98 000 elements, each with a long name of its own."""
    each = numbered(b"<b%d" + b"x" * 180 + b"/>|", 98_000).split(b"|")
    groups = (b"".join(each[at : at + 4_900]) for at in range(0, 98_000, 4_900))
    return b"<a><c>" + b"</c><c>".join(groups) + b"</c></a>"


def namespaces() -> bytes:
    """On the root, and so in force everywhere."""
    root = ROOT + b"".join(b"xmlns:a%d='u%d' " % (number, number) for number in range(90_000))
    return filled(FILE, pdf, raw=RAPPORT.replace(ROOT, root))


def utf_16() -> bytes:
    half = filled(FILE, pdf, MAX_MESSAGE // 2 - 10)
    return half.replace(b'"UTF-8"', b'"UTF-16"').decode().encode("utf-16")


def copies() -> bytes:
    copy = (
        b'<OtherReceiver><RoleReceiver V="COP" DN="Kopimottaker"/><Organisation><OrganisationName>'
        b'%s</OrganisationName><Ident><Id>9%%d</Id><TypeId V="HER"/></Ident></Organisation></OtherReceiver>'
    )
    return RAPPORT.replace(b"<Patient>", numbered(copy % (b"x" * 3_000), 4_900) + b"<Patient>", 1)


GIANTS: Mapping[str, Callable[[], bytes]] = {
    "a PDF": lambda: filled(FILE, pdf),
    "a PDF in lines": lambda: filled(FILE, in_lines),
    "a PDF in an epikrise": lambda: filled(FILE, pdf, raw=EPIKRISE),
    "a PDF in CDATA": lambda: filled(FILE, lambda size: b"<![CDATA[%s]]>" % pdf(size - 20)),
    "a PDF in UTF-16": utf_16,
    "a PDF, the head invalid": lambda: filled(FILE, pdf).replace(INFO, INFO + b"<x/>"),
    "a PDF, the end cut off": lambda: filled(FILE, pdf)[:-20],
    "no base64": lambda: filled(FILE, b"*"),
    "no base64 at the end": lambda: filled(FILE, pdf).replace(b"</Base64", b"*</Base64"),
    "base64 cut off": lambda: filled(FILE, pdf).replace(b"</Base64", b"QUJ</Base64"),
    "base64 of references": lambda: filled(FILE, b"&#65;&#66;&#67;&#68;"),
    "4 900 attachments": lambda: RAPPORT.replace(
        END, (b"<Document>" + REF_DOC % (b"QUJD" * 950) + b"</Document>") * 4_900 + END
    ),
    "4 900 copy receivers": copies,
    "a name": lambda: filled(NAME, b"a"),
    "a name of 9.9 million æ": lambda: filled(NAME, AE),
    "a name of emoji": lambda: filled(NAME, EMOJI),
    "a date": lambda: filled(DATE, b"1"),
    "a date of 9.9 MB": lambda: filled(DATE, b"1", LESS),
    "an OID of 9.9 MB": lambda: filled(OID, within(b'S="%sx"', b"1."), LESS),
    "an attribute of references": lambda: filled(OID, within(b'S="%s"', b"&lt;")),
    "a text": lambda: filled(TEXT, LEGEMIDLER),
    "a text of 9.9 MB": lambda: filled(TEXT, LEGEMIDLER, LESS),
    "two texts": lambda: filled(TEXT, LEGEMIDLER, 2 * LESS, filled(NAME, AE, LESS)),
    "5 million elements": lambda: b"<a>" + b"<b/>" * 4_999_990 + b"</a>",
    "elements with texts": lambda: rows(b"<b>%s</b>" % (b"x" * 195)),
    "texts between elements": lambda: rows(b"<b/>%s" % (b"x" * 200)),
    "1.4 million attributes": lambda: b"<a" + numbered(b" a%d=''", 1_400_000) + b"/>",
    "1.4 million attributes, in UTF-16": lambda: ("<a" + " b=''" * 1_400_000 + "/>").encode("utf-16"),
    "30 attributes everywhere": lambda: rows(THIRTY),
    "a million namespaces": lambda: b"<a" + numbered(b" xmlns:a%d='u'", 900_000) + b"/>",
    "90 000 namespaces": namespaces,
    "depth": lambda: b"<a>" * 2_800_000 + b"</a>" * 2_800_000,
    "depth and a text": lambda: b"<a>" * 2_000 + b"x" * 19_900_000 + b"</a>" * 2_000,
    "names": names,
    "one name": lambda: b"<" + b"a" * 19_900_000 + b"/>",
    "comments": lambda: b"<a>" + b"<!---->" * 2_850_000 + b"</a>",
    "a comment": lambda: filled(INFO, within(b"<!--%s-->" + INFO)),
    "a comment first": lambda: b"<!--" + b"- " * 9_900_000 + b"-->" + RAPPORT.partition(b"?>")[2],
    "an instruction": lambda: filled(INFO, within(b"<?x %s?>" + INFO)),
    "noise": lambda: noise(MAX_MESSAGE),
}
"""What fills it -> the message."""
