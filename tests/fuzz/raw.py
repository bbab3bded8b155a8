"""Wrongs done to the bytes of a message, by someone who does not know that they are XML."""

import bz2
import codecs
import gzip
import io
import random
import re
import zipfile

from fuzz.corpus import one_of

_SYNTAX = (
    "<", ">", "</", "/>", "&", "&;", "&amp", "&#0;", "&#xD800;", "&#xFFFF;", "&#x110000;", "&#99999999999;",
    "&ukjent;", "]]>", "<![CDATA[", "<![CDATA[]]>", "<!--", "--", "-->", "<!--->", "<?", "?>", "<?xml?>",
    "<%a>", "<a:b/>", "<:/>", "<xml:a/>", "<!DOCTYPE", "<!ENTITY", "<!ATTLIST", "<![IGNORE[", "%a;",
    "<a/b>", "<1/>", "<-a/>", "<a/**/>", "<é/>",
)  # fmt: skip
_PHRASES = (
    "<?xml version='1.0'?>", "<?a b?>", "<!DOCTYPE a>", "<!ENTITY a 'b'>", "<a b/>", "<a b='c' b='d'/>",
    "<a xmlns:xml='urn:a'/>", "<a xmlns:xmlns='urn:a'/>", "<a xmlns:p=''/>", "<!-- -- -->", "\r", "\r\n",
    "<a xml:lang='' xml:space='x' xml:id='a'/>", "\n" * 70_000, "\u2028\u202e\ufeff", "\U0001f9ff\u0130",
)  # fmt: skip
_NO_TEXT = (
    b"\0", b"\x1f", b"\x7f", b"\xff", b"\xff\xfe", b"\xc0\xaf", b"\xed\xa0\x80", b"\xf4\x90\x80\x80",
)  # fmt: skip
TOKENS = (*_NO_TEXT, *(text.encode() for text in (*_SYNTAX, *_PHRASES)))
SIGNS = (
    b"PK\x03\x04\x14\0", b"\x1f\x8b\x08\0", b"%PDF-1.7\n", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"BZh9",
    b"\xfd7zXZ\0", b"(\xb5/\xfd", b'{"a": [', b"<!DOCTYPE html><html>", b"MZ\x90", b"--grense\r\n", b"",
)  # fmt: skip
CODECS = (
    "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-7", "iso-8859-1",
    "iso-8859-15", "cp1252", "ascii", "cp037", "shift_jis", "gb18030", "koi8-r",
)  # fmt: skip
NAMES = (
    *CODECS, "UTF-8", "UTF8", "ISO-10646-UCS-4", "UCS-2", "UTF-16LE", "latin1", "windows-1252", "hex", "",
    "æ", "x" * 300,
)  # fmt: skip
MARKS = (b"", b"", codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE)
_DECLARATION = re.compile(r"\A\ufeff?\s*<\?xml[^>]*>")


def flipped(chance: random.Random, raw: bytes) -> bytes:
    """Some bits turned, some bytes replaced."""
    changed = bytearray(raw)
    for _ in range(chance.choice((1, 1, 2, 8, 64))):
        at = chance.randrange(len(changed))
        changed[at] = (
            changed[at] ^ (1 << chance.randrange(8)) if chance.random() < 0.5 else chance.randrange(256)
        )
    return bytes(changed)


def cut(chance: random.Random, raw: bytes) -> bytes:
    """The beginning, the end or a piece of the middle is not there."""
    at, to = sorted(chance.randrange(len(raw) + 1) for _ in range(2))
    return chance.choice((raw[:at], raw[at:], raw[:at] + raw[to:]))


def mixed(chance: random.Random, raw: bytes) -> bytes:
    """Pieces of it twice, or in other order, or of another message."""
    other = chance.choice((raw, one_of(chance)))
    at, to = sorted(chance.randrange(len(other) + 1) for _ in range(2))
    place = chance.randrange(len(raw) + 1)
    return raw[:place] + other[at:to] * chance.choice((1, 1, 2, 20)) + raw[place:]


def inserted(chance: random.Random, raw: bytes) -> bytes:
    """What means something to a parser, anywhere; often where one element ends."""
    for _ in range(chance.choice((1, 1, 1, 3))):
        place = chance.randrange(len(raw) + 1)
        if chance.random() < 0.7:
            place = raw.find(b">", place) + 1
        raw = raw[:place] + chance.choice(TOKENS) + raw[place:]
    return raw


def encoded(chance: random.Random, raw: bytes) -> bytes:
    """Written in one encoding, declared in another or in none, with any byte order mark."""
    text = _DECLARATION.sub("", raw.decode("utf-8", "replace"))
    codec, name, version = (
        chance.choice(CODECS),
        chance.choice(NAMES),
        chance.choice(("1.0", "1.0", "1.1", "2")),
    )
    declared = f'<?xml version="{version}" encoding="{chance.choice((codec, name))}"?>'
    written = (chance.choice(("", declared, declared)) + text).encode(
        codec, chance.choice(("replace", "xmlcharrefreplace"))
    )
    return chance.choice(MARKS) + written


def packed(chance: random.Random, raw: bytes) -> bytes:
    """A zip, or something that begins like another kind of file."""
    kind = chance.randrange(5)
    if kind == 0:
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(zipfile.ZipInfo("melding.xml"), raw)
        return file.getvalue()
    if kind < 3:
        return (gzip.compress(raw, mtime=0), bz2.compress(raw))[kind - 1]
    return chance.choice(SIGNS) + (raw if kind == 3 else chance.randbytes(chance.randrange(2_000)))
