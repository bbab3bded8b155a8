"""What an extract of a journal tells: its medicines and its cave, in whatever document they stand."""

from itertools import permutations
from typing import Any

import pytest
from builders import FASTLEGE, TROMSO, head
from judging import event, official
from lxml import etree
from whole_messages import samples

from adapters.messages.epj_innhold import ROWS
from adapters.messages.legemidler import nokkel
from broker.simulate.head import Attachment, msghead
from schemas.events import EpjInnholdMottatt

EPJ = "http://www.kith.no/xmlstds/epj/{}/2008-02-20"
NAMESPACES = "".join(f' xmlns:{each}="{EPJ.format(each)}"' for each in ("epj1", "epj2", "epj3", "meta"))
KEY = b"k" * 32


def marked(name: str, number: str, inside: str = "", kind: str = "EPJ dokument") -> str:
    """An element of a journal with the marks that it must have; the number is the end of its OID."""
    marks = f'meta:basiskomponenttype="{kind}" meta:komponenttype="2.16.578.1.12.4.1.6.{number}"'
    return f'<{name}{NAMESPACES} {marks} komponentID="1">{inside}</{name}>'


def case(name: str, number: str, *inside: str) -> str:
    return marked(name, number, "".join(inside), "EPJ sak")


def medicine(name: str, atc: str = "", status: str = "") -> str:
    told = f'<epj3:StatusTilForskrivningen V="{status}"/>' if status else ""
    code = f'<epj3:Atc V="{atc}"/>' if atc else ""
    info = f"<epj3:Forskrivningsinfo><epj3:Navn>{name}</epj3:Navn>{code}</epj3:Forskrivningsinfo>"
    inside = f"<epj3:ForenkletForskrivning>{told}{info}</epj3:ForenkletForskrivning>"
    return marked("epj3:Legemiddelinfo", "13.10301.0", inside)


def stikkord(text: str) -> str:
    return f"<epj1:StikkordCave><epj1:CaveStikkord>{text}</epj1:CaveStikkord></epj1:StikkordCave>"


def allergi(text: str) -> str:
    inside = f"<epj1:Allergi><epj1:AllergiskMot>{text}</epj1:AllergiskMot></epj1:Allergi>"
    return marked("epj1:Allerginotat", "13.11036.1", inside)


def cave(words: str = "", *allergies: str) -> str:
    return case("epj1:Cave", "14.50001.0", marked("epj1:SakshodeCave", "13.10028.0", words), *allergies)


def legemidler(*inside: str) -> str:
    return case("epj3:Legemidler", "14.50302.0", *inside)


def notater(*texts: str) -> str:
    inside = "".join(f"<epj2:Journaltekst><epj2:Notat>{t}</epj2:Notat></epj2:Journaltekst>" for t in texts)
    notat = marked("epj2:GenereltJournalnotat", "13.11009.0", inside)
    return case("epj2:Notater", "14.50301.0", notat)


NODE = marked("Node", "12.1.0", kind="EPJ ekstrakt").replace(
    "<Node", f'<Node xmlns="{EPJ.format("EPJEkstrakt")}"'
)
GIVEN = marked(
    "epj3:LegemidlerAdministrertVedOverforing",
    "13.10302.0",
    '<epj3:AdmAvHelsepersonell><epj3:AdmStart V="2026-02-07"/></epj3:AdmAvHelsepersonell>',
)
CURRENT = medicine("Marevan", "B01AA03")
MEDICINES = legemidler(CURRENT, medicine("Sotacor", status="2"), medicine(" ", status="1"))


def extract(*documents: str, **rest: Any) -> bytes:
    """An EPJ-EKSTRAKT with these documents, attachments last."""
    about = head(**{"sender": FASTLEGE, "receiver": TROMSO, **rest})
    raw = msghead("EPJ-EKSTRAKT", about, "<content/>").decode()
    document = raw[raw.index("<Document>") : raw.index("</Document>") + len("</Document>")]
    each = (document.replace("<content/>", inside) for inside in documents)
    return raw.replace(document, "".join(each)).encode()


def told(*documents: str, **rest: Any) -> EpjInnholdMottatt:
    found = event(extract(*documents, **rest))
    assert isinstance(found, EpjInnholdMottatt)
    return found


@pytest.mark.parametrize("order", list(permutations((MEDICINES, cave(stikkord("Penicillin")), notater("x")))))
def test_whatever_the_order(order: tuple[str, ...]) -> None:
    """The extract is read wherever its documents stand, and read whole."""
    found = told(NODE, *order)
    assert (found.message_type, found.version, found.status) == ("EPJ-EKSTRAKT", "2008-02-20", "N")
    assert (found.dokumenter, found.deler) == (4, ("cave",))
    assert (found.legemidler, found.seponerte) == (1, 1)
    assert found.brukes == (nokkel("B01AA03", KEY),) and found.seponert == (nokkel("Sotacor", KEY),)
    assert found.legemidler_uten == ("bruk", "dosering", "navn", "styrke")
    assert not (found.liste_i_vedlegg or found.liste_i_tekst or found.ingen_legemidler)


@pytest.mark.parametrize("place", range(3))
def test_wherever_the_node_stands(place: int) -> None:
    """The message is known by its Node, in a document or an element of any number, and read alike."""
    documents = [MEDICINES, cave(stikkord("Penicillin"))]
    documents.insert(place, NODE)
    given = {"msg_id": "2b9c7d1e-0000-4000-8000-000000000001"}
    first = told(NODE, *documents[:place], *documents[place + 1 :], **given)
    assert official().valid(etree.fromstring(extract(*documents)))
    again, together = told(*documents, **given), told("".join(documents), **given)
    assert again == first.model_copy(update={"avtrykk": again.avtrykk})
    assert together == first.model_copy(update={"dokumenter": 1, "avtrykk": together.avtrykk})


def test_the_whole_in_one_document() -> None:
    """Content may hold several elements, and a medicine may stand there by itself."""
    found = told(NODE + CURRENT + medicine("Furix") + cave("", allergi("Penicillin")))
    assert (found.dokumenter, found.legemidler, found.deler) == (1, 2, ("cave",))
    assert found.brukes == tuple(sorted((nokkel("B01AA03", KEY), nokkel("Furix", KEY))))


def test_several_lists_are_one() -> None:
    """The medicines of all documents are counted together, each key once."""
    found = told(NODE, legemidler(CURRENT), legemidler(CURRENT), CURRENT)
    assert (found.dokumenter, found.legemidler, len(found.brukes)) == (4, 3, 1)


@pytest.mark.parametrize(
    ("document", "deler"),
    [
        (cave(), ()),
        (cave(stikkord("Penicillin")), ("cave",)),
        (cave(stikkord(" ")), ()),
        (cave("", allergi("Penicillin")), ("cave",)),
        (cave("", allergi("")), ()),
        (allergi("Penicillin"), ("cave",)),
        (legemidler(GIVEN), ("gitt_i_dag", "utlevert")),
        (legemidler(medicine("Furix", status="3")), ("utlevert",)),
        (legemidler(medicine("Furix", status="1")), ()),
        (notater("Cave: penicillin"), ()),
    ],
)
def test_parts(document: str, deler: tuple[str, ...]) -> None:
    """A part is told when it is there and says something."""
    assert told(NODE, document).deler == deler


def test_texts() -> None:
    """A list in a text, and that there is none, are told; the end of one text is no start of the next."""
    assert told(NODE, notater("Furix 20 mg&#10;Sotacor 40 mg")).liste_i_tekst
    assert not told(NODE, notater("Furix 20 mg", "Sotacor 40 mg")).liste_i_tekst
    assert told(NODE, notater("Bruker ingen medisiner")).ingen_legemidler
    assert not told(NODE, notater("Ingen"), notater("medisiner")).ingen_legemidler


def test_a_list_among_the_attachments() -> None:
    """Told by its name; what the structured documents are called is another matter."""
    attached = told(NODE, MEDICINES, attachments=(Attachment("Medisinliste"),))
    assert (attached.liste_i_vedlegg, attached.dokumenter) == (True, 2)
    raw = extract(NODE, MEDICINES, attachments=(Attachment("Epikrise"),)).decode()
    named = raw.replace("</MsgType>", "").replace(
        '<MsgType V="XML" DN="XML-instans"/>',
        '<MsgType V="XML"/><Description>Medisinliste</Description>',
    )
    assert named != raw and not event(named.encode()).liste_i_vedlegg


@pytest.mark.parametrize("branch", range(6))
def test_whole_messages(branch: int) -> None:
    """The shortest has nothing in it; the fullest has everything, with codes that mean nothing."""
    (row,) = ROWS
    short, full = (event(raw) for raw in samples(row.tag, branch))
    assert isinstance(short, EpjInnholdMottatt) and isinstance(full, EpjInnholdMottatt)
    assert (short.dokumenter, short.deler, short.legemidler, short.brukes) == (2, (), 0, ())
    assert (full.dokumenter, full.deler) == (4, ("cave", "gitt_i_dag", "utlevert"))
    assert (full.legemidler, len(full.brukes), full.liste_i_vedlegg) == (1, 1, True)
