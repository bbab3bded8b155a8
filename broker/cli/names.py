"""What parties are called, by the agreement."""

from dataclasses import dataclass

from broker.cli.exits import USAGE, Stop
from schemas.agreements import Agreement


@dataclass(frozen=True, slots=True)
class Names:
    """The names of one agreement."""

    agreement: Agreement

    def of(self, her: str | None) -> str:
        """The name of a party, else its HER-id; "ukjent" where there is none."""
        part = self.agreement.part(her)
        return part.navn if part else her or "ukjent"

    def short(self, her: str | None) -> str:
        """Without the word kommune: "Tromsø"."""
        return self.of(her).removesuffix(" kommune")

    def number(self, kommune: str) -> str:
        """The kommunenummer of a name or a number. Raises Stop for one that is in no agreement."""
        wanted = kommune.casefold()
        known = {part.navn: part.kommunenr for part in self.agreement.parts if part.kommunenr}
        for name, number in known.items():
            if wanted == number or name.casefold().startswith(wanted):
                return number
        raise Stop(USAGE, f"Ingen kommune i avtalen heter {kommune}.", f"Avtalen har: {', '.join(known)}.")
