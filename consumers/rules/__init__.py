"""All rules, in one table. Each looks at every stay; none stops another (docs/regler.md is made from it)."""

from consumers.rule import Rule
from consumers.rules import epikrise, innlagt, medisinliste, utskrevet, utskrivningsrapport

RULES: tuple[Rule, ...] = (
    *innlagt.RULES,
    *utskrevet.RULES,
    *utskrivningsrapport.RULES,
    *medisinliste.RULES,
    *epikrise.RULES,
)
