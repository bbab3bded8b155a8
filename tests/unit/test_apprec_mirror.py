"""Addresses in an AppRec: what was level 1 and 2 of the message (HITS 1168 §6, test rows 5 and 6)."""

from dataclasses import replace

from builders import FASTLEGE, TROMSO, UNN, epikrise_xml, innlagt_xml
from judging import apprec, found, judged, nested
from lxml import etree


def test_mirrors_organisation_and_service() -> None:
    """Level 1 is Inst, a service its Dept; a further identifier is an AdditionalId."""
    root = apprec(judged(innlagt_xml(receiver=replace(TROMSO, orgnr="974 793 539"))))
    assert nested(root.find("{*}Sender/{*}HCP"))[3] == [
        (
            "Inst",
            {},
            "",
            [
                ("Name", {}, TROMSO.name, []),
                ("Id", {}, TROMSO.her, []),
                ("TypeId", {"V": "HER"}, "", []),
                (
                    "Dept",
                    {},
                    "",
                    [
                        ("Name", {}, TROMSO.service, []),
                        ("Id", {}, TROMSO.service_her, []),
                        ("TypeId", {"V": "HER"}, "", []),
                    ],
                ),
                (
                    "AdditionalId",
                    {},
                    "",
                    [("Id", {}, "974 793 539", []), ("Type", {"V": "ENH"}, "", [])],
                ),
            ],
        )
    ]


def test_mirrors_a_fastlege() -> None:
    """A professional at level 2 is HCPerson, named given before family."""
    root = apprec(judged(innlagt_xml(receiver=FASTLEGE)))
    assert found(root, "a:Sender/a:HCP/a:Inst/a:HCPerson/*/text()") == ["Rita Lege", "90302"]


def test_who_signs_is_not_mirrored() -> None:
    """Test row 6: a professional beside a service is left out."""
    raw = innlagt_xml().decode()
    service = f"<OrganisationName>{TROMSO.service}</OrganisationName>"
    end = raw.index("</Organisation>", raw.index(service)) + len("</Organisation>")
    person = (
        "<HealthcareProfessional><FamilyName>Signerer</FamilyName><Ident><Id>1</Id><TypeId V='HPR'/></Ident>"
    )
    signed = raw[:end] + person + "</HealthcareProfessional>" + raw[end:]
    assert found(apprec(judged(signed.encode())), "//a:HCPerson") == []


def test_her_id_is_chosen_by_type() -> None:
    """The HER-id is the main identifier wherever it stands."""
    raw = innlagt_xml().decode()
    orgnr = raw[raw.index(f"<Ident><Id>{TROMSO.orgnr}") :]
    orgnr = orgnr[: orgnr.index("</Ident>") + len("</Ident>")]
    swapped = raw.replace(orgnr, "").replace(f"<Ident><Id>{TROMSO.her}", f"{orgnr}<Ident><Id>{TROMSO.her}")
    root = apprec(judged(swapped.encode()))
    assert found(root, "a:Sender/a:HCP/a:Inst/a:Id/text()") == [TROMSO.her]
    assert found(root, "a:Sender/a:HCP/a:Inst/a:AdditionalId/a:Id/text()") == [TROMSO.orgnr]


def test_mirrors_an_epikrise() -> None:
    """Requester answers, ServProvider is answered; Dept, HCPerson and AdditionalId all come along."""
    more = "<Dept><Id>7</Id></Dept><HCPerson/><AdditionalId><Id>99</Id><Type V='ENH'/></AdditionalId></Inst>"
    raw = epikrise_xml(receiver=replace(TROMSO, service="", service_her="")).decode()
    tail = raw.index("<Requester>")
    raw = raw[:tail] + raw[tail:].replace("</Inst>", more, 1)
    root = apprec(judged(raw.encode()))
    assert [etree.QName(each).localname for each in root.find("{*}Sender/{*}HCP/{*}Inst")] == [
        "Name",
        "Id",
        "TypeId",
        "Dept",
        "AdditionalId",
        "HCPerson",
    ]
    assert found(root, "a:Receiver/a:HCP/a:Inst/a:Id/text()") == [UNN.her]
