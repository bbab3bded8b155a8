"""evaluate with the nine rules that the histories of the older tests were made for.

A history that is made to show one thing lacks much else, and the other rules say so.
"""

from functools import partial
from typing import Final

from consumers import evaluate as with_all
from consumers.rules import RULES

NAMES: Final = ("R-U02", "R-U03", "R-U11", "R-U12", "R-U14", "R-U15", "R-U17", "R-U18", "R-U20")
NINE: Final = tuple(rule for rule in RULES if rule.id in NAMES)

evaluate = partial(with_all.evaluate, rules=NINE)
