"""What a dialogmelding that we send is made of (HIS 1077:2017, HIS 1151:2006; apprec.md §7).

People write these values, and they are about people: nothing here shows them when it is printed, and no
error quotes them.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from adapters.messages.dialog_codes import ID_TYPER, PROFESJONER, ROLLER

_PHONE = re.compile(r"\+?[0-9]{3,15}")
_BETWEEN_DIGITS = re.compile(r"[\s().-]+")


def required(what: str, *texts: str) -> None:
    """Raises ValueError, which names `what`, when one of the texts is blank."""
    if not all(text.strip() for text in texts):
        raise ValueError(f"{what} is required")


@dataclass(frozen=True, slots=True, repr=False)
class Organisation:
    """An organisation, or a service of one, and its HER-id."""

    name: str
    her: str

    def __post_init__(self) -> None:
        required("name and HER-id of an organisation", self.name, self.her)


@dataclass(frozen=True, slots=True, repr=False)
class Doctor:
    """A fastlege as level 2 of an address, with the HER-id of the doctor."""

    family: str
    given: str
    her: str

    def __post_init__(self) -> None:
        required("name and HER-id of a doctor", self.family, self.given, self.her)


@dataclass(frozen=True, slots=True, repr=False)
class Party:
    """An address on two levels: virksomhet, and the tjeneste or fastlege in it (HIS 1153)."""

    virksomhet: Organisation
    below: Organisation | Doctor


@dataclass(frozen=True, slots=True, repr=False)
class Patient:
    """Whom it is about; idents: (type of 8116, number), at least one."""

    family: str
    given: str
    idents: tuple[tuple[str, str], ...]
    middle: str = ""

    def __post_init__(self) -> None:
        required("name of the patient", self.family, self.given)
        required("number of the patient", *(number for _, number in self.idents or (("", ""),)))
        if not {type_ for type_, _ in self.idents} <= ID_TYPER.keys():
            raise ValueError("type of the patient's number is not in 8116")


@dataclass(frozen=True, slots=True, repr=False)
class Head:
    """What both dialogmeldinger say of themselves.

    Attributes:
        generated: with time zone; written as Oslo time.
    """

    msg_id: UUID
    generated: datetime
    sender: Party
    receiver: Party
    patient: Patient

    def __post_init__(self) -> None:
        if self.generated.tzinfo is None:
            raise ValueError("generated has no time zone")


@dataclass(frozen=True, slots=True, repr=False)
class Conversation:
    """What a message goes on from: MsgId of the first message, and of the one before."""

    first: str
    previous: str

    def __post_init__(self) -> None:
        required("reference", self.first, self.previous)


@dataclass(frozen=True, slots=True, repr=False)
class Contact:
    """For whom at the receiver a new dialogue is: a profession (9060), or a person of it by name."""

    profession: str
    family: str = ""
    given: str = ""

    def __post_init__(self) -> None:
        if self.profession not in PROFESJONER:
            raise ValueError("profession is not in 9060")


@dataclass(frozen=True, slots=True, repr=False)
class Responsible:
    """Who answers for a message, and can be called about it (HITS 1174).

    Attributes:
        phone: digits, blanks and signs between them allowed.
        role: to the patient (9034).
        profession: 9060; empty when it is not told.
        hpr: HPR number; empty when it is not told.
        unit: where the person works; HELSEFAGLIG alone has a place for it.
    """

    family: str
    given: str
    phone: str
    role: str = "9"
    profession: str = ""
    hpr: str = ""
    unit: Organisation | None = None

    def __post_init__(self) -> None:
        required("name of the responsible", self.family, self.given)
        if not _PHONE.fullmatch(self.tel):
            raise ValueError("phone is no telephone number")
        if self.role not in ROLLER:
            raise ValueError("role is not in 9034")
        if self.profession and self.profession not in PROFESJONER:
            raise ValueError("profession is not in 9060")

    @property
    def tel(self) -> str:
        """The number as a tel: address holds it."""
        return _BETWEEN_DIGITS.sub("", self.phone)
