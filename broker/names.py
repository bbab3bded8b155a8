"""What parties are called, by the agreement."""

from collections.abc import Collection
from dataclasses import dataclass

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

    def number(self, kommune: str) -> str | None:
        """The kommunenummer of a number, or of how a name begins; None for one that is in no agreement."""
        wanted = kommune.casefold()
        for name, number in self.kommuner.items():
            if wanted == number or name.casefold().startswith(wanted):
                return number
        return None

    @property
    def kommuner(self) -> dict[str, str]:
        """Name -> kommunenummer of the parties that have one."""
        return {part.navn: part.kommunenr for part in self.agreement.parts if part.kommunenr}

    def hers(self, kommuner: Collection[str] | None) -> frozenset[str] | None:
        """HER-ids, level 1, of the parties of these kommuner; None, which is all, for None."""
        if kommuner is None:
            return None
        return frozenset(part.her for part in self.agreement.parts if part.kommunenr in kommuner)
