"""The reason that every action asks for: it stands in the audit log for ever, so it names no patient."""

import re
from collections.abc import Mapping
from typing import Final

from starlette.exceptions import HTTPException

FIELD: Final = "begrunnelse"
LEAST, MOST = 3, 500
NUMBER: Final = re.compile(r"(?<!\d)\d{6}[ .\-]?\d{5}(?!\d)")
"""What looks like a fødselsnummer."""


def reason_of(form: Mapping[str, str]) -> str:
    """The reason. Raises HTTPException 422, in words, when it is missing, too long or names a patient."""
    text = " ".join(form.get(FIELD, "").split())
    if not LEAST <= len(text) <= MOST:
        raise HTTPException(422, f"Skriv en begrunnelse på {LEAST} til {MOST} tegn.")
    if NUMBER.search(text):
        raise HTTPException(
            422, "Begrunnelsen ser ut til å holde et fødselsnummer. Den lagres for godt: skriv uten."
        )
    return text
