"""Wrongs done by someone who knows XML too well: entities, namespaces, references to elsewhere."""

import random
import re

LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
DOCTYPES = (
    f'<!DOCTYPE a [<!ENTITY a0 "ha">{LAUGHS}<!ENTITY a "&a11;">]>',
    f'<!DOCTYPE a [<!ENTITY a "{"a" * 100_000}">]>',
    '<!DOCTYPE a [<!ENTITY a "&a;">]>',
    '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    '<!DOCTYPE a [<!ENTITY a SYSTEM "http://127.0.0.1:9/a">]>',
    '<!DOCTYPE a [<!ENTITY % b SYSTEM "http://127.0.0.1:9/a"> %b;]>',
    '<!DOCTYPE a SYSTEM "file:///dev/random"><!-- -->',
    '<!DOCTYPE a PUBLIC "-//A//B//EN" "http://127.0.0.1:9/a.dtd">',
    '<!DOCTYPE a [<!ATTLIST Id V CDATA "1" xmlns CDATA #FIXED "urn:x"><!ENTITY a "b">]>',
    '<!DOCTYPE a [<!ENTITY lt "&#38;#60;"><!ENTITY a "<b>">]>',
    '<!DOCTYPE a [<!NOTATION n SYSTEM "n"><!ENTITY a SYSTEM "a" NDATA n>]>',
    "<!DOCTYPE a [<![IGNORE[ ]]>]><!-- -->",
    "<!doctype a>",
    '<?xml-stylesheet href="http://127.0.0.1:9/a.xsl"?><!DOCTYPE a [<!ENTITY a "">]>',
)
ODD_NAMES = (
    "", " ", "urn:ukjent", "http://www.w3.org/XML/1998/namespace", "http://www.w3.org/2000/xmlns/", "æøå",
    "%", "../../etc", "http://www.kith.no/xmlstds ", "x" * 5_000,
)  # fmt: skip
BUILT_IN = (
    "anyType", "anySimpleType", "string", "QName", "NOTATION", "ID", "IDREFS", "ENTITY", "ENTITIES",
    "NMTOKENS", "language", "decimal", "integer", "double", "duration", "dateTime", "gDay", "hexBinary",
    "base64Binary", "anyURI",
)  # fmt: skip
SCHEMA = (
    'xsi:schemaLocation="urn:a http://127.0.0.1:9/a.xsd"',
    'xsi:noNamespaceSchemaLocation="file:///etc/passwd"',
    'xsi:nil="true"',
    'xsi:nil="kanskje"',
    'xsi:type="ukjent:CV"',
    'xsi:type="xsi:type"',
    'xsi:type="k:TS"',
    *(f'xsi:type="xs:{name}"' for name in BUILT_IN),
    'xsi:type=""',
    f'xsi:type="{"x:" * 500}"',
)
_XSI = (
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xs="http://www.w3.org/2001/XMLSchema"'
    ' xmlns:k="http://www.kith.no/xmlstds"'
)
_DECLARED = re.compile(rb"\sxmlns(?::([\w.-]+))?=([\"'])(.*?)\2")
_PROLOG = re.compile(rb"\A(\xef\xbb\xbf)?\s*(<\?xml[^>]*\?>)?")
_OPEN = re.compile(rb"<[\w:]+(?=[\s/>])")
_TEXT = re.compile(rb">[^<]*<")


def entities(chance: random.Random, raw: bytes) -> bytes:
    """A DOCTYPE of the bad kind before the root, and a reference to what it declares."""
    prolog = _PROLOG.match(raw)
    at = prolog.end() if prolog else 0
    places = [found.start() + 1 for found in _TEXT.finditer(raw, at)] or [at]
    place = chance.choice(places)
    reference = chance.choice((b"&a;", b"&a;" * 500, b""))
    return raw[:at] + chance.choice(DOCTYPES).encode() + raw[at:place] + reference + raw[place:]


def namespaces(chance: random.Random, raw: bytes) -> bytes:
    """A prefix that means something else, or nothing; a default that is gone; two that change places."""
    found = list(_DECLARED.finditer(raw))
    if not found:
        return raw
    one, other = chance.choice(found), chance.choice(found)
    name = chance.choice((other[3], chance.choice(ODD_NAMES).encode()))
    given = chance.choice((other[1] or b"", b"xml", b"xmlns", b"ns0", b"b"))
    declared = (
        b' xmlns%s="%s"' % (b":" + (one[1] or b"p") if chance.random() < 0.6 else b"", name),
        b' xmlns:%s="%s"' % (given or b"p", one[3]),
        b"",
        one[0] + one[0],
    )
    return raw[: one.start()] + chance.choice(declared) + raw[one.end() :]


def instance(chance: random.Random, raw: bytes) -> bytes:
    """Attributes that speak to the validator: another type, no value, a schema from elsewhere."""
    places = [found.end() for found in _OPEN.finditer(raw)]
    for _ in range(chance.choice((1, 1, 3))):
        if places:
            place = chance.choice(places)
            raw = raw[:place] + f" {_XSI} {chance.choice(SCHEMA)}".encode() + raw[place:]
    return raw
