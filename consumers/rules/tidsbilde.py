"""Times that cannot all be right, in one message.

Source: HIS 1149:2014 §3 (event 1 innlagt, event 2 utskrevet) and the epikrise (DateOfDeath). Which distances
are impossible is rules.md R-T08's.
"""

from collections.abc import Iterator

from consumers.impossible import impossible
from consumers.papers import Papers
from consumers.rule import Finding, Terms
from consumers.single import messages, technical


def umulig(papers: Papers, terms: Terms) -> Iterator[Finding]:
    """A message whose times contradict each other, or the time it was sent."""
    skew = terms.length("clock_skew")
    for doc in messages(papers):
        wrong = () if doc.refused else impossible(doc, papers.t0, skew)
        if wrong:
            text = f"Meldingen har et umulig tidsbilde: {' og '.join(wrong)}."
            yield Finding(doc.series, (doc,), text=text)


UMULIG = technical(
    umulig,
    id="R-T08",
    version=1,
    name="Umulig tidsbilde",
    betyr="Tidene i meldingen kan ikke alle være riktige.",
    source="HIS 1149:2014 §3",
    text="Meldingen har et umulig tidsbilde.",
)

RULES = (UMULIG,)
