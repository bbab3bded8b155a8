"""XHTML that a sender wrote: what is text is read, what could do something is not there."""

import re

import pytest

from adapters.xml.parse import parse
from broker.console.xhtml import SHOWN, harmless, texts

OUTSIDE = '<Notat xmlns="urn:x"><Tekst><div xmlns="http://www.w3.org/1999/xhtml">{}</div></Tekst></Notat>'


def shown(inside: str) -> str:
    """What a page would hold of it."""
    (one,) = texts(parse(OUTSIDE.format(inside).encode(), 1_000_000))
    return str(harmless(one))


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ("<p>Fikk <b>Paracet</b>.<br/>Ny linje.</p>", "<p>Fikk <b>Paracet</b>.<br>Ny linje.</p>"),
        ("<h1>Vurdering</h1>", "<h4>Vurdering</h4>"),
        ("<table><tr><td colspan='2'>a</td></tr></table>", "<table><tr><td>a</td></tr></table>"),
        ("a<script>alert(1)</script>b", "ab"),
        ("a<script><p>x</p></script><style>p{color:red}</style>b", "ab"),
        ("<p onclick='alert(1)' onmouseover='x' style='position:fixed' class='y' id='z'>a</p>", "<p>a</p>"),
        ("<a href='javascript:alert(1)'>les mer</a>", "les mer"),
        ("<img src='x' onerror='alert(1)'/>bilde", "bilde"),
        ("a<iframe src='https://evil.example'>x</iframe>b", "ab"),
        ("a<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'><p>x</p></svg>b", "ab"),
        ("a<svg:svg xmlns:svg='http://www.w3.org/2000/svg'><svg:script>x</svg:script></svg:svg>b", "ab"),
        ("a<math xmlns='http://www.w3.org/1998/Math/MathML'><mtext>x</mtext></math>b", "ab"),
        ("<![CDATA[<script>alert(1)</script>]]>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("&lt;img src=x onerror=alert(1)&gt;", "&lt;img src=x onerror=alert(1)&gt;"),
        ("&#60;script&#62;", "&lt;script&gt;"),
        ("a<!-- <script>x</script> -->b<?php x ?>c", "abc"),
        ("a<form action='/logg-ut'><input name='x'/><button>Send</button></form>b", "ab"),
        ("a<object data='x'>y</object><embed src='x'/><meta http-equiv='refresh'/><base href='x'/>b", "ab"),
        ("<SCRIPT>alert(1)</SCRIPT><P>a</P>", "<p>a</p>"),
        ("<x:p xmlns:x='urn:evil' onclick='y'>a</x:p>", "<p>a</p>"),
        ("<ukjent>a<b>c</b></ukjent>d", "a<b>c</b>d"),
    ],
)
def test_only_what_is_harmless_is_left(inside: str, expected: str) -> None:
    """Known elements without attributes; text of others; nothing of what runs, loads or sends."""
    assert shown(inside) == f"<div>{expected}</div>"


def test_nothing_but_our_own_tags() -> None:
    """Whatever is nested in whatever, every tag is one of the table, without attributes."""
    names = ["p", "script", "b", "svg", "iframe", "style", "li", "template", "noscript", "ukjent", "td"]
    inside = "".join(f"<{a} on{a}='x'>1<{b} style='y'>2</{b}>3</{a}>4" for a in names for b in names)
    tags = re.findall(r"<[^>]*>", shown(inside))
    assert len(tags) > 50 and {tag.strip("</>") for tag in tags} <= set(SHOWN.values())
    assert shown(inside).count("<") == len(tags)


def test_very_deep_text_is_shown() -> None:
    """As deep as a message may be."""
    assert shown("<div>" * 150 + "a" + "</div>" * 150).count("<div>") == 151


def test_only_the_outermost_is_a_text() -> None:
    """One text for each place in the message, and none where there is no XHTML."""
    more = "<Mer><p xmlns='http://www.w3.org/1999/xhtml'>b</p></Mer></Notat>"
    two = OUTSIDE.format("<p>a</p>").replace("</Notat>", more)
    found = [str(harmless(one)) for one in texts(parse(two.encode(), 10_000))]
    assert found == ["<div><p>a</p></div>", "<p>b</p>"]
    assert texts(parse(b"<a/>", 100)) == []
