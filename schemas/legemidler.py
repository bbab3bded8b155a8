"""What a report tells of medicines, without telling which they are."""

from typing import Annotated

from pydantic import Field

from schemas.fact import Event

Nokkel = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
"""A medicine's name or ATC as a keyed hash: to compare with others, and nothing else."""


class MedLegemidler(Event):
    """A report that holds structured medicines, Legemiddelinfo (messages.md §3.4).

    Attributes:
        legemidler: number of Legemiddelinfo with a name that are not seponert.
        seponerte: number of Legemiddelinfo with StatusTilForskrivningen 2.
        liste_i_vedlegg: an attachment looks like a medicine list (rules.md §12.17).
        liste_i_tekst: at least two lines of text hold a strength.
        ingen_legemidler: a text says that the patient uses no medicines.
        brukes: the current medicines; each once, sorted.
        seponert: the discontinued ones; each once, sorted.
        brukes_navn, seponert_navn: the same by their names alone, without strength, form and signs: one
            message has ATC codes where another has names (rules.md R-U22).
        legemidler_uten: what a current medicine lacks (rules.md R-U04): navn, dosering, styrke, bruk.
    """

    legemidler: int = 0
    seponerte: int = 0
    liste_i_vedlegg: bool = False
    liste_i_tekst: bool = False
    ingen_legemidler: bool = False
    brukes: tuple[Nokkel, ...] = ()
    seponert: tuple[Nokkel, ...] = ()
    brukes_navn: tuple[Nokkel, ...] = ()
    seponert_navn: tuple[Nokkel, ...] = ()
    legemidler_uten: tuple[str, ...] = ()
