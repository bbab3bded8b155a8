"""Patients: kinds of identifiers, preference, aliases, what is enough, and that nothing shows who it is."""

import hmac

import pytest

from adapters.errors import Rejected
from adapters.messages.address import Ident
from adapters.messages.envelope import Patient
from adapters.messages.patient import Pids, pids

KEY = b"k" * 32


def given(*idents: Ident, name: str = "", born: str = "", sex: str = "") -> Pids:
    return pids(Patient(idents, name, born, sex), KEY)


def of(kind: str, value: str) -> str:
    return hmac.digest(KEY, f"{kind}:{value}".encode(), "sha256").hex()


@pytest.mark.parametrize(
    ("type_", "value", "kind"),
    [
        ("FNR", "13116900216", "fnr"),
        (" fnr ", "13116 900216", "fnr"),
        ("DNR", "55076500559", "dnr"),
        ("FHN", "80001443511", "fhn"),
        ("HNR", "25436000305", "hnr"),
        (None, "13116900216", "fnr"),
        (None, "01116900216", "fnr"),
        (None, "55076500559", "dnr"),
        (None, "13416900250", "hnr"),
        (None, "80001443511", "fhn"),
    ],
)
def test_kinds(type_: str | None, value: str, kind: str) -> None:
    """The type code decides; digits only where there is none, days 01-09 included (HIS 1001 §4.2)."""
    found = given(Ident(value, type_), born="1969-11-13", sex="2")
    assert (found.pid_type, found.pid) == (kind, of(kind, "".join(value.split())))


def test_kind_by_oid() -> None:
    """The OID of FH-nummer tells one whatever the type code says."""
    assert given(Ident("80001443511", "XXX", None, "2.16.578.1.12.4.1.4.3")).pid_type == "fhn"


@pytest.mark.parametrize(
    ("type_", "value"), [("PNR", "ab 123"), ("SSN", "123456789012"), ("DUF", "201234567890")]
)
def test_other_kinds(type_: str, value: str) -> None:
    """Other identifiers are text, and belong to their type."""
    found = given(Ident(value, type_))
    assert (found.pid_type, found.pid) == ("annet", of("annet", f"{type_}:{''.join(value.split()).upper()}"))


def test_preference_and_aliases() -> None:
    """FNR, DNR, FHN, HNR, others, whatever the order in the message; the rest are aliases, each once."""
    everything = [
        Ident("P1", "PNR"),
        Ident("13416900250", "HNR"),
        Ident("80001443511", "FHN"),
        Ident("55076500559", "DNR"),
        Ident("13116900216", "FNR"),
        Ident("13116900216", "FNR"),
    ]
    found = given(*everything)
    assert (found.pid_type, found.pid) == ("fnr", of("fnr", "13116900216"))
    assert found.aliases == (
        of("dnr", "55076500559"),
        of("fhn", "80001443511"),
        of("hnr", "13416900250"),
        of("annet", "PNR:P1"),
    )


@pytest.mark.parametrize(
    ("born", "sex", "pid_type"), [("1969-11-13", "2", "hnr"), ("", "2", "svak"), ("1969-11-13", "", "svak")]
)
def test_hjelpenummer_alone(born: str, sex: str, pid_type: str) -> None:
    """It is enough for receipt, and weak for rules unless date of birth and sex are given too."""
    found = given(Ident("13416900250", "HNR"), born=born, sex=sex)
    assert (found.pid_type, found.pid) == (pid_type, of("hnr", "13416900250"))


@pytest.mark.parametrize(
    "value", ["", " ", "g18", "adhd", "strontium90", "123abc456", "1311690021", "x" * 200]
)
def test_nonsense_is_no_identifier(value: str) -> None:
    """Cases 14a and 14b: the rest of the patient decides."""
    with pytest.raises(Rejected) as refused:
        given(Ident(value, "FNR"))
    assert refused.value.problems[0].apprec == "E36"
    assert given(Ident(value, "FNR"), name="A, B", born="1969-11-13", sex="1").pid_type == "svak"


@pytest.mark.parametrize(
    ("name", "born", "sex"),
    [("A, B", "", "1"), ("A, B", "1969-11-13", ""), ("", "1969-11-13", "1"), (", ", "x", "1")],
)
def test_not_enough(name: str, born: str, sex: str) -> None:
    """Name, date of birth and sex are all needed where there is no identifier."""
    with pytest.raises(Rejected):
        given(name=name, born=born, sex=sex)
    with pytest.raises(Rejected):
        pids(None, KEY)


def test_check_digits_are_not_judged() -> None:
    """No message is refused for a check digit (identifiers.md §1)."""
    assert given(Ident("13116900217", "FNR")).pid_type == "fnr"


def test_name_is_compared_as_people_read_it() -> None:
    """Case and blanks in a name make no other person; another sex does."""
    one = given(name="Danser,  Line", born="1969-11-13", sex="2")
    assert one.pid == given(name="DANSER, line", born="1969-11-13", sex="2").pid
    assert one.pid != given(name="Danser, Line", born="1969-11-13", sex="1").pid


def test_another_key_another_pid() -> None:
    """Without the key nothing links two installations."""
    patient = Patient((Ident("13116900216", "FNR"),))
    assert pids(patient, KEY).pid != pids(patient, b"l" * 32).pid


def test_nothing_shows_who_it_is() -> None:
    """A patient is never printed, and a refusal quotes nothing."""
    patient = Patient((Ident("g18-strontium", "FNR"),), "Danser, Line", "1969-11-13", "")
    assert "Danser" not in repr(patient) and "strontium" not in repr(patient)
    with pytest.raises(Rejected) as refused:
        pids(patient, KEY)
    assert "strontium" not in f"{refused.value} {refused.value.problems}"


@pytest.mark.parametrize(
    ("ident", "fictitious"),
    [
        (Ident("13116900216", "FNR"), True),
        (Ident("45406500520", "DNR"), True),
        (Ident("17854100327", "FNR"), True),
        (Ident("13116800114", "FNR"), False),
        (Ident("25436000305", "HNR"), False),
        (Ident("80001443511", "FHN"), False),
    ],
)
def test_fictitious(ident: Ident, fictitious: bool) -> None:
    """The people of the official fiction and numbers of synthetic series are nobody's."""
    assert given(ident).fictitious is fictitious


def test_two_numbers_of_one_kind_are_no_aliases() -> None:
    """A message that names two persons does not make one history of them."""
    found = given(Ident("13116900216", "FNR"), Ident("15076500565", "FNR"), Ident("13416900250", "HNR"))
    assert found.pid == of("fnr", "13116900216")
    assert found.aliases == (of("hnr", "13416900250"),)
