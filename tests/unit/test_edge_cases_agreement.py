"""The point of rules.md §12 on the agreement file."""

from pathlib import Path

import pytest
from histories import TROMSO, UNN

from schemas.agreements import AgreementError, load
from schemas.frister import Frist

FILE = """\
produksjon = false
[[part]]
her = "90001"
navn = "UNN HF"
kind = "helseforetak"
egen = true
[[part]]
her = "90101"
navn = "Tromsø kommune"
kind = "kommune"
kommunenr = "5501"
dekning = ["epikrise"]
tjenester = ["90102", "90103"]
[frister]
"epikrise.hard" = "7 d"
[frister.kommune."5501"]
"log_innlagt.hard" = "12 h"
"""
HARD = '"log_innlagt.hard" = "12 h"'


def test_12_22_agreement_file(tmp_path: Path) -> None:
    """The file of rules.md is read as it stands; what is wrong in it has its line."""
    file = tmp_path / "avtaler.toml"
    file.write_text(FILE, encoding="utf-8")
    agreement = load(file)
    assert agreement.kind(UNN) == "helseforetak"
    part = agreement.part(TROMSO)
    assert part and (part.dekning, part.tjenester) == (("epikrise",), ("90102", "90103"))
    assert agreement.frist("log_innlagt.hard", "5501") == Frist(12, "h")
    assert agreement.frist("log_innlagt.hard", "5503") == Frist(24, "h")
    file.write_text(FILE.replace('"12 h"', '"snart"'), encoding="utf-8")
    with pytest.raises(AgreementError, match=f"{FILE.splitlines().index(HARD) + 1}"):
        load(file)
