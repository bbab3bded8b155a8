"""The parts of an epikrise that rules ask for, and its medicines."""

import pytest
from builders import epikrise_xml, rapport_xml
from epikriser import ALL, XHTML, Change, E, changed, keys, put, remove, told
from judging import event
from lxml import etree
from thin_xml import Medicine

from adapters.messages.namespaces import EPIKRISE_12

AHP = "//e:RelServProvider"
COMMENT = "//e:Comment[e:Heading/@V='{}']"
ITEM = "//e:InfItem[e:Type/@V='{}']"
BLANK = f'<div xmlns="{XHTML}"><p> </p></div>'
DIAGNOSER = "//e:InfItem[e:Type[@V='H' or @V='B']]"
OBSERVATION = "<Observation>{}</Observation><Type V='{}'/>"


@pytest.mark.parametrize(
    ("gone", "change"),
    [
        ({"godkjent"}, remove("//e:ApprDate")),
        ({"godkjent"}, put("//e:ApprDate")),
        ({"ansvarlig", "kontakt"}, remove(AHP)),
        ({"ansvarlig", "kontakt"}, put(f"{AHP}/e:Relation", V="ALE")),
        ({"ansvarlig", "kontakt"}, put(f"{AHP}/e:HCP/e:HCProf/e:Name", " ")),
        ({"kontakt"}, remove(f"{AHP}/e:HCP/e:Address")),
        ({"kontakt"}, put(f"{AHP}//e:TeleAddress")),
        ({"kontakt"}, put(f"{AHP}//e:TeleAddress", V="mailto:lege7@eksempel.no")),
        (set(), put(f"{AHP}//e:TeleAddress", V="22 34 56 78")),
        ({"diagnose"}, remove(DIAGNOSER)),
        (set(), remove(ITEM.format("H"))),
        ({"diagnose"}, put(f"{DIAGNOSER}//e:Concept", V=" ")),
        (set(), put(f"{DIAGNOSER}//e:Concept", DN="Endokarditt")),
        ({"diagnose"}, put(DIAGNOSER, OBSERVATION.format("<Description> </Description>", "H"))),
        (set(), put(DIAGNOSER, OBSERVATION.format("<Description>Endokarditt</Description>", " H "))),
        ({"cave"}, remove(ITEM.format("CAVE"))),
        ({"cave"}, put(f"{ITEM.format('CAVE')}/e:Observation")),
        ({"cave"}, put(f"{ITEM.format('CAVE')}//e:Description", BLANK)),
        ({"vurdering"}, remove(COMMENT.format("VU"))),
        ({"vurdering"}, put(f"{COMMENT.format('VU')}/e:TextResultValue", BLANK)),
        ({"plan"}, remove(COMMENT.format("OP"))),
        (set(), put(COMMENT.format("OP"), "<Heading V='OP'/><TextCode V='1' S='2.16.578'/>")),
        ({"plan", "vurdering"}, put("//e:Comment/e:Heading", V="IP")),
    ],
)
def test_each_part(gone: set[str], change: Change) -> None:
    """A part is told when it is there and says something, by a text or by a code."""
    assert changed(change).deler == tuple(part for part in ALL if part not in gone)


def test_an_institution_answers() -> None:
    """It is a contact when it has a phone; the person who answers must be named in it."""
    named = "<HCPerson><Name>Rita Lin</Name></HCPerson>"
    address = "<Address><Type V='WP'/><TeleAddress V='tel:22345678'/></Address>"
    hcp = "<Inst><Name>Medisinsk avdeling</Name>{}</Inst>" + address
    assert "ansvarlig" in changed(put(f"{AHP}/e:HCP", hcp.format(named))).deler
    alone = changed(put(f"{AHP}/e:HCP", hcp.format(""))).deler
    assert "kontakt" in alone and "ansvarlig" not in alone
    elsewhere = changed(put("//e:PatRelHCP/e:Relation", V="AHP"), remove(AHP)).deler
    assert not {"ansvarlig", "kontakt"} & set(elsewhere)


def test_who_answers_for_an_event() -> None:
    """Is as good as one who answers for the whole."""

    def move(root: etree._Element) -> None:
        provider, service = root.find(f".//{E}RelServProvider"), root.find(f".//{E}Service")
        service.addnext(provider)

    assert changed(move).deler == ALL


@pytest.mark.parametrize(
    ("drug", "known_by"),
    [
        ({"V": "C03C A01", "DN": "Furix", "S": "2.16.578.1.12.4.1.1.7180"}, "C03CA01"),
        ({"V": "c03ca01"}, "C03CA01"),
        ({"V": "528661", "DN": "Furix"}, "Furix"),
        ({"V": "C03C", "OT": "Vanndrivende"}, "Vanndrivende"),
        ({"DN": " Furix "}, "furix"),
        ({"V": "528661"}, "528661"),
        ({"V": " ", "DN": "", "OT": ""}, ""),
    ],
)
def test_a_medicine_is_known_by_its_atc_else_its_name(drug: dict[str, str], known_by: str) -> None:
    """As a keyed hash, each once; a medicine without either is none."""
    one = changed(put("//e:DrugId", **drug))
    assert one.brukes == (keys(known_by) if known_by else ())
    assert one.medisiner == (("strukturert",) if known_by else ())


def test_medicines_can_be_compared_with_those_of_a_rapport() -> None:
    """The same medicine has the same key, whatever the message."""
    listed = (Medicine("Eksemplin"), Medicine("Provaxin"))
    assert told(epikrise_xml(medicines=listed)).brukes == event(rapport_xml(medicines=listed)).brukes != ()


def test_an_atc_can_be_compared_with_a_name() -> None:
    """The name beside the code is told as well: written as it may be, it is that of the rapport."""
    drug = {"V": "C07A B02", "DN": "Selo-Zok depottabl. 50 mg", "S": "2.16.578.1.12.4.1.1.7180"}
    epikrise = changed(put("//e:DrugId", **drug))
    rapport = event(rapport_xml(medicines=(Medicine("Selo-zok"),)))
    assert epikrise.brukes_navn == rapport.brukes_navn == keys("selozok")
    assert not set(epikrise.brukes) & set(rapport.brukes)
    assert changed(put("//e:DrugId", V="528661")).brukes_navn == ()
    assert changed(put("//e:DrugId", V="C07A B02", DN="-")).brukes_navn == ()


def test_medicines_of_another_kind_have_no_key() -> None:
    """Coded text and free text are forms, and no more; a ResultItem says nothing of medicines."""
    text = changed(put("//e:InfItem", OBSERVATION.format("<Description>Furix</Description>", "MEDB")))
    assert (text.medisiner, text.brukes) == (("kodet_tekst",), ())
    blank = changed(put("//e:InfItem", OBSERVATION.format("<Comment>Furix</Comment>", "MEDB")))
    assert blank.medisiner == ()
    free = changed(remove("//e:Medication/.."), put("//e:Heading", V="ME"))
    assert (free.medisiner, free.brukes) == (("fritekst",), ())
    blank = changed(
        remove("//e:Medication/.."), put("//e:Heading", V="ME"), put("//e:TextResultValue", BLANK)
    )
    assert blank.medisiner == ()
    result = "<ResultItem><DateResult><DateResultValue/></DateResult><ClinInv><Id/></ClinInv></ResultItem>"
    assert changed(put("//e:InfItem", f"{result}<Type V='MEDB'/>")).medisiner == ()


def test_what_only_looks_like_a_part() -> None:
    """Types of addresses, and headings of results, have codes of the same letters."""
    heads = "<Result><Heading V='VU'/><TextResultValue>x</TextResultValue></Result>"
    result = f"<ResultItem><TextResult>{heads}</TextResult><ClinInv><Id/></ClinInv></ResultItem>"
    where = "<Location><Type V='H'/><SubLocation><Type V='B'/><Place>x</Place></SubLocation></Location>"

    def add(root: etree._Element) -> None:
        place = etree.fromstring(f'<EventLocation xmlns="{EPIKRISE_12}">{where}</EventLocation>')
        root.find(f".//{E}InfItem").addprevious(place)

    seen = changed(put("//e:InfItem", f"{result}<Type V='FUNN'/>"), remove("//e:Comment"), add)
    assert seen.deler == ("ansvarlig", "godkjent", "kontakt")
