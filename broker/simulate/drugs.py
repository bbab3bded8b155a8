"""Medicines of a simulation: real names, and nobody's list."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Drug:
    """A line of a medicine list. Blank: left out.

    Attributes:
        strength: in mg.
        use: 9101: 1 fast, 2 kur, 3 ved behov.
        stopped: seponert.
    """

    name: str
    atc: str
    strength: str = "10"
    dose: str = "1 tablett kl 08"
    use: str = "1"
    stopped: bool = False


DRUGS: Final = (
    Drug("Metoprolol", "C07AB02", "50"),
    Drug("Furosemid", "C03CA01", "40", "1 tablett kl 08 og kl 14"),
    Drug("Ramipril", "C09AA05", "5"),
    Drug("Atorvastatin", "C10AA05", "20"),
    Drug("Paracetamol", "N02BE01", "500", "Inntil 3 ganger daglig", "3"),
    Drug("Amoxicillin", "J01CA04", "500", "1 kapsel 3 ganger daglig", "2"),
)
STOPPED: Final = Drug("Warfarin", "B01AA03", "2.5", stopped=True)
