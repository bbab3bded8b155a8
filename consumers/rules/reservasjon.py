"""Reservation against passing a message on.

Source: HIS 80704:2014 (ForbeholdOmVideresending and InfoReservasjon). Nothing of what the reservation says is
repeated: that it is there is all that an avvik may tell.
"""

from collections.abc import Iterator

from consumers.papers import Papers
from consumers.rule import Finding, Terms
from consumers.single import messages, technical


def forbehold(papers: Papers, _: Terms) -> Iterator[Finding]:
    """The newest version of a message must not be passed on."""
    for doc in messages(papers):
        if not doc.refused and "forbehold" in doc.latest.deler:
            yield Finding(doc.series, (doc,))


FORBEHOLD = technical(
    forbehold,
    id="R-T14",
    version=1,
    name="Personvernreservasjon",
    betyr="Pasienten har reservert seg mot videre deling av meldingen.",
    source="HIS 80704:2014",
    text="Meldingen har et forbehold eller en reservasjon, og skal ikke sendes videre.",
)

RULES = (FORBEHOLD,)
