"""Medicine lists, where they are and where they hide (messages.md §3.4 and §5, rules.md §12.17)."""

import pytest
from builders import MEDICINES, epikrise_xml, innlagt_xml, rapport_xml
from judging import event
from thin_xml import Medicine

from adapters.messages import medicines


@pytest.mark.parametrize(
    ("listed", "current", "seponerte"),
    [
        (MEDICINES, 2, 1),
        ((), 0, 0),
        ((Medicine(""), Medicine("  ")), 0, 0),
        ((Medicine("A", discontinued=True), Medicine("", discontinued=True)), 0, 2),
    ],
)
def test_structured(listed: tuple[Medicine, ...], current: int, seponerte: int) -> None:
    """A medicine counts when it has a name and is not seponert."""
    told = event(rapport_xml(medicines=listed))
    assert (told.legemidler, told.seponerte) == (current, seponerte)


@pytest.mark.parametrize(
    ("name", "is_list"),
    [
        ("Medisinliste", True),
        ("MEDIKAMENT-OVERSIKT.pdf", True),
        ("pasientens legemiddel kort", True),
        ("medisinlisten ved utskrivning", True),
        ("medisin  liste", False),
        ("Røntgensvar", False),
        ("", False),
    ],
)
def test_attachment(name: str, is_list: bool) -> None:
    """An attachment is a list when its description says so."""
    assert medicines.looks_like_list((None, name)) is is_list
    if name:
        assert event(rapport_xml(attachment=name, medicines=())).liste_i_vedlegg is is_list
        assert event(epikrise_xml(attachment=name, medicines=())).liste_i_vedlegg is is_list


@pytest.mark.parametrize(
    ("text", "is_list"),
    [
        ("Eksemplin 10 mg\nProvaxin 2,5mg", True),
        ("Eksemplin 10 mg x 2, Provaxin 5 mg", False),
        ("Eksemplin 10 MG\r\nInsulin 8 IE\r\n", True),
        ("Vekt 80 kg\nHøyde 180 cm", False),
        ("10 µg\n\n20 mcg", True),
        ("5 ml\n1 g", True),
        ("10 mgx\n5 mgy", False),
        ("", False),
    ],
)
def test_list_in_text(text: str, is_list: bool) -> None:
    """A text is a list when at least two of its lines hold a strength."""
    assert medicines.holds_list(text) is is_list
    assert event(rapport_xml(text=text, medicines=())).liste_i_tekst is is_list


@pytest.mark.parametrize(
    ("text", "says_none"),
    [
        ("Pasienten bruker ingen faste legemidler.", True),
        ("Bruker ikke medisiner", True),
        ("INGEN MEDISINER", True),
        ("ingen\nfaste medisiner", True),
        ("Ingen endring i legemidler", False),
        ("Bruker faste medisiner", False),
        ("", False),
    ],
)
def test_no_medicines(text: str, says_none: bool) -> None:
    """A text may say that there are none; it can never be coded."""
    assert medicines.says_none(text) is says_none
    assert event(rapport_xml(text=text, medicines=())).ingen_legemidler is says_none
    assert event(epikrise_xml(text=text, medicines=())).ingen_legemidler is says_none


@pytest.mark.parametrize(
    ("listed", "text", "forms"),
    [
        (MEDICINES[:1], "", ("strukturert",)),
        ((), "Eksemplin 10 mg", ("fritekst",)),
        (MEDICINES[:1], "Se listen", ("strukturert", "fritekst")),
        ((Medicine(" "),), " ", ()),
        ((), "", ()),
    ],
)
def test_forms_in_an_epikrise(listed: tuple[Medicine, ...], text: str, forms: tuple[str, ...]) -> None:
    """The forms that have content are told, in a fixed order."""
    assert event(epikrise_xml(medicines=listed, text=text)).medisiner == forms


def test_coded_text_in_an_epikrise() -> None:
    """A drug as the text of an observation is the third form."""
    raw = epikrise_xml(medicines=MEDICINES[:1])
    start, end = raw.index(b"<Medication>"), raw.index(b"</Medication>") + len(b"</Medication>")
    observation = b"<Observation><Description>Eksemplin</Description></Observation>"
    assert event(raw[:start] + observation + raw[end:]).medisiner == ("kodet_tekst",)


def test_cancelled() -> None:
    """A kansellering has no contents to judge."""
    assert event(rapport_xml(status="C")).legemidler == 0
    assert event(epikrise_xml(status="C")).medisiner == ()


def test_event_without_code() -> None:
    """Where a message can tell of one event only, that is it; elsewhere codes and texts decide."""
    bare = innlagt_xml().replace(b'<Hendelsekode V="1"', b'<Hendelsekode OT="1"')
    assert event(bare).innlagt == event(innlagt_xml()).innlagt
    told = event(rapport_xml().replace(b"Innlagt dato", b"Innlagt fra: bosted"))
    assert told.innlagt is None and told.utskrevet
