"""Which municipal services a message tells of, and which of them are no health services."""

from typing import Annotated, Final

from pydantic import Field

from schemas.fact import Event

IplosType = Annotated[str, Field(pattern=r"^[A-Z]?[0-9]{1,4}$")]
"""A code of IPLOS tjenestetype (9151)."""

IKKE_HELSE: Final = frozenset({"1", "5"})
"""Praktisk bistand and matombringing (9151): for them alone LOG_UTSKREVET is enough (HIS 1149:2014 §3.5)."""


class MedTjenester(Event):
    """A report of PLO 1.5 or 1.6 that may tell of services one by one.

    Attributes:
        tjenester: IPLOS tjenestetype (9151) of the services that the patient has (EksisterendeTjeneste) and
            needs (TjenesteBehov); each once, sorted. Empty also where one of them has no code of 9151: then
            they are not all known (HIS 80704:2014).
    """

    tjenester: tuple[IplosType, ...] = ()
