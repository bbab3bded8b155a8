"""Signs on a terminal, in colours that are never the only bearers of a meaning (screens.md §1)."""

from typing import Final

from rich.text import Text

COLOURS: Final = {"✓": "green", "✗": "red", "✕": "red", "◐": "yellow", "●": "", "↻": "dim", "–": "dim"}
"""Colour by sign."""


def signed(words: str) -> Text:
    """Text in the colour of the sign that it begins with."""
    return Text(words, style=COLOURS.get(words[:1], ""))
