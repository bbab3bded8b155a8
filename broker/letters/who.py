"""Who works with dead letters, and why."""

import re
from dataclasses import dataclass
from typing import Final

from broker.letters.refused import Refused

LONGEST_NAME: Final = 80
LONGEST_WHY: Final = 400
PERSON: Final = re.compile(r"\d{6}\s?\d{5}")
"""What may be the number of a person."""


@dataclass(frozen=True, slots=True)
class Who:
    """A person, and a reason.

    Attributes:
        name: of the login.
        why: short, and nothing of the patient; may be empty only where nothing is given up.
        admin: has the role admin, which dead letters of class SECURITY need.
    """

    name: str
    why: str
    admin: bool = False


def checked(name: str, why: str, *, admin: bool = False, needed: bool = True) -> Who:
    """The person and the reason as they are kept. Raises Refused: a text will not do."""
    name, why = name.strip(), why.strip()
    least = 1 if needed else 0
    for what, text, fewest, most in (
        ("Navnet", name, 1, LONGEST_NAME),
        ("Grunnen", why, least, LONGEST_WHY),
    ):
        if not fewest <= len(text) <= most:
            raise Refused(f"{what} skal ha {fewest} til {most} tegn.", "Skriv det kort: --hvorfor TEKST.")
        if PERSON.search(text):
            hint = "Skriv aldri navn eller nummer på pasienten."
            raise Refused(f"{what} ser ut til å ha et fødselsnummer.", hint)
        if not text.isprintable():
            raise Refused(f"{what} har tegn som ikke kan vises.", "Skriv det på én linje.")
    return Who(name, why, admin)
