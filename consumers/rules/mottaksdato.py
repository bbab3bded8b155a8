"""Mottaksdato: the hospital keeps the patient until the kommune has said that it can receive.

Source: HISD 80806:2012 §9.4. Only the answer of PLO 2.0 gives its date as a date.
"""

from collections.abc import Iterator

from consumers.rule import SECOND, Finding, Rule, Terms
from consumers.stay import Stay
from consumers.tilbud import offered, went_home

SUBJECT = "LOG_UTSKREVET"


def for_tidlig(stay: Stay, terms: Terms) -> Iterator[Finding]:
    """The patient has gone home before the date of the last answer."""
    offer = offered(stay)
    if stay.t1 and offer and stay.t1.dato < offer.place and went_home(stay):
        deadline = stay.t1.senest
        grace = terms.agreement.frist("grace", terms.party.kommunenr).length
        yield Finding(SUBJECT, (*stay.evidence, offer.answer), deadline, deadline + grace + SECOND)


FOR_TIDLIG = Rule(
    id="R-U24",
    version=1,
    name="Utskrevet før kommunens bekreftede mottaksdato",
    betyr=(
        "Pasienten ble skrevet ut før den datoen kommunen sa at den kunne ta imot. Bare svar i PLO 2.0 kan "
        "vurderes: i 1.5 og 1.6 er svaret en dialogmelding, der datoen bare står i fritekst."
    ),
    source="HISD 80806:2012 §9.4",
    category="DIALOG",
    severity="hoy",
    confidence="lav",
    text="Pasienten ble utskrevet før datoen kommunen har svart at den kan ta imot.",
    check=for_tidlig,
    av="Kommunens svar er fritekst, og en dato kan ikke leses sikkert av den uten egen avtale med kommunen.",
)

RULES = (FOR_TIDLIG,)
