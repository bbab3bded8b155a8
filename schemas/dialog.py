"""What a dialogmelding tells: what it is about, and whether it asks or answers (HIS 80603, 1077, 1151)."""

from typing import Literal

from schemas.fact import Event


class DialogMottatt(Event):
    """Dialogmelding 1.0 or 1.1; `message_type` says of which kind, and the references what it belongs to.

    Attributes:
        tema_kodeverk, tema: of the first Notat: number of the code list (9069, 9155, 8117, 7322) and value.
        foresporsel_kodeverk, foresporsel: TypeForesp of the first Foresporsel: 9152, 9153 or 9154, and value.
        haster: Hastegrad 3 (9067).
    """

    type: Literal["dialog_mottatt.v1"] = "dialog_mottatt.v1"
    tema_kodeverk: str | None = None
    tema: str | None = None
    foresporsel_kodeverk: str | None = None
    foresporsel: str | None = None
    haster: bool = False
