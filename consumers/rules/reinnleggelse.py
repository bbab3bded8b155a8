"""Rask reinnleggelse: a sign that something failed at the discharge, and no more than a sign.

Source: HIS 1149:2014 §3.2 (LOG_INNLAGT tells of the admission); more than 8 h and at most 30 days after the
discharge is the national indicator's definition (rules.md §2), and so is the age of 67. No element of
LOG_INNLAGT tells how urgent the admission was: a planned one counts too.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from consumers.moments import starts
from consumers.rule import Finding, Rule, Terms
from consumers.stay import Stay

SUBJECT = "LOG_INNLAGT"

SAMME_OPPHOLD: Final = timedelta(hours=8)
"""A new LOG_INNLAGT this soon is a correction, or a transfer (rules.md §9)."""


def rask(stay: Stay, terms: Terms) -> Iterator[Finding]:
    """LOG_INNLAGT tells that a patient of 67 or more is back soon after the discharge of the stay before."""
    before = stay.forrige
    if not stay.innlagt or before is None or before.t1 is None or before.overflyttet or before.dagopphold:
        return
    soon = terms.agreement.frist("reinnleggelse", terms.party.kommunenr).length
    first = min(stay.innlagt, key=lambda doc: (starts(doc), doc.sent, doc.series))
    is_counted = first.latest.fylt_67 is not False
    if is_counted and SAMME_OPPHOLD < starts(first) - before.t1.senest <= soon:
        yield Finding(SUBJECT, (*before.evidence, first))


RASK = Rule(
    id="R-U32",
    version=2,
    name="Rask reinnleggelse",
    betyr=(
        "En pasient på 67 år eller mer ble lagt inn igjen kort tid etter utskrivningen; meldingen sier ikke "
        "om det hastet."
    ),
    frister=("reinnleggelse",),
    source="HIS 1149:2014 §3.2",
    category="PASIENTHENDELSE",
    severity="lav",
    confidence="lav",
    text="Pasienten ble innlagt på nytt kort tid etter utskrivningen.",
    check=rask,
)

RULES = (RASK,)
