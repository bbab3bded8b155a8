"""Messages that say one thing and are another: the sender is told which, and what to write instead."""

import pytest
from builders import epikrise_xml, innlagt_xml, rapport_xml
from judging import judged

from adapters.errors import Problem

KITH = b"http://www.kith.no/xmlstds"


def told(raw: bytes) -> Problem:
    (problem,) = judged(raw).problems
    return problem


@pytest.mark.parametrize(
    ("of", "to", "said", "expected"),
    [
        (b'V="LOG_INNLAGT"', b'V="LOG_UTSKREVET"', "LOG_UTSKREVET", "LOG_INNLAGT"),
        (b'V="LOG_INNLAGT"', b'V="UTSKRIVNINGSRAPPORT"', "UTSKRIVNINGSRAPPORT", "LOG_INNLAGT"),
        (b'V="LOG_INNLAGT"', b'V="KAOS"', "ett ord", "LOG_INNLAGT"),
    ],
)
def test_type_and_content_that_disagree(of: bytes, to: bytes, said: str, expected: str) -> None:
    """Both are named, with the line and what to write; a type that we do not know is not repeated."""
    problem = told(innlagt_xml().replace(of, to, 1))
    assert (problem.code, problem.path) == ("type.disagrees", "/mh:MsgHead/mh:MsgInfo/mh:Type")
    assert (problem.found, problem.expected) == (said, expected)
    assert "«Pasientlogistikk» (Pasientlogistikk 1.6)" in problem.text
    assert f"Sett Type/@V til {expected}, eller bytt innholdet." in problem.text
    assert problem.line > 0 and "KAOS" not in str(problem)


@pytest.mark.parametrize("type_", [b"HENVISNING", b"KAOS", b"", b" "])
def test_a_type_that_we_do_not_know(type_: bytes) -> None:
    """It may well be one of 8279: all that is said is that it is not taken."""
    problem = told(innlagt_xml().replace(b'V="LOG_INNLAGT"', b'V="' + type_ + b'"', 1))
    assert problem.text.startswith("Meldingstypen er ikke en av dem som tas imot, men innholdet er «")
    assert "8279" not in problem.text and "HENVISNING" not in str(problem)


def test_a_type_that_disagrees_in_an_epikrise() -> None:
    """It has its own head, and its own place for the type."""
    problem = told(epikrise_xml().replace(b'V="EPIKRISE"', b'V="LOG_INNLAGT"', 1))
    assert (problem.code, problem.path) == ("type.disagrees", "/e:Message/e:Type")
    assert (problem.found, problem.expected) == ("LOG_INNLAGT", "EPIKRISE")


def test_content_in_a_namespace_that_nobody_knows() -> None:
    """The namespaces that there are, each with its version; the wrong one is not repeated."""
    problem = told(rapport_xml().replace(b"TverrfagligEpikrise/2012-04-01", b"TverrfagligEpikrise/2031"))
    assert (problem.code, problem.apprec) == ("type.unknown", "T10")
    assert problem.path.endswith("mh:Content/?:TverrfagligEpikrise")
    assert "har et ukjent navnerom. Bytt det til" in problem.text and "2031" not in str(problem)
    assert "po/TverrfagligEpikrise/2012-04-01 (PLO 1.6)" in problem.expected
    assert problem.found == "et ukjent navnerom"


def test_a_root_in_a_namespace_that_nobody_knows() -> None:
    """A root of a known name is told the namespaces it could have."""
    problem = told(innlagt_xml().replace(KITH + b"/msghead/2006-05-24", KITH + b"/msghead/2031"))
    assert (problem.code, problem.path) == ("type.unknown_root", "/?:MsgHead")
    assert problem.expected == f"{KITH.decode()}/msghead/2006-05-24 (Hodemelding 1.2)"
    assert problem.expected in problem.text


def test_something_else_altogether() -> None:
    """What is no message is told what the roots are called."""
    problem = told(b"<faktura xmlns='urn:x'/>")
    assert (problem.code, problem.line) == ("type.unknown_root", 1)
    assert problem.expected == "mh:MsgHead, e:Message eller ar:AppRec"
    assert problem.found == "faktura (et ukjent navnerom)"


@pytest.mark.parametrize(
    ("namespace", "near"),
    [
        (KITH + b"/henvisning/2012-02-15", False),
        (b"urn:x", False),
        (KITH + b"/epikrise/2011", True),
        (KITH + b"/Epikrise/2012-02-15", True),
        (b"https://kith.no/xmlstds/epikirse/2012-02-15", True),
    ],
)
def test_a_root_of_the_same_name_in_another_standard(namespace: bytes, near: bool) -> None:
    """Only a slip of the pen is told to change its namespace; a henvisning is a message that is not read."""
    problem = told(b'<Message xmlns="' + namespace + b'"/>')
    assert problem.code == "type.unknown_root"
    assert ("Bytt det til" in problem.text) is near
    assert ("meldingstypen støttes ikke av mottakeren" in problem.text) is not near
    assert ("epikrise" in str(problem)) is near


def test_content_of_the_same_name_in_another_standard() -> None:
    """A henvisning in a hodemelding is a message that is not read, too."""
    raw = rapport_xml().replace(b"<TverrfagligEpikrise", b"<Message", 1)
    raw = raw.replace(b"</TverrfagligEpikrise", b"</Message", 1)
    problem = told(raw.replace(b"po/TverrfagligEpikrise/2012-04-01", b"henvisning/2012-02-15"))
    assert (problem.code, problem.apprec) == ("type.unknown", "T10")
    assert "støttes" in problem.text and "Bytt" not in problem.text
