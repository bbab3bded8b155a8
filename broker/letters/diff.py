"""What differs between two contents, line by line, in lines that people can read. Pure."""

import difflib
import json
import re
from itertools import accumulate
from typing import Final

LONG: Final = 400
"""Signs of a line from which XML is broken between its elements, for showing only."""
CONTEXT: Final = 3
DEEPEST: Final = 50
"""Brackets within brackets that are set out in lines; deeper ones would be mostly indentation."""


def diff(before: bytes, after: bytes) -> list[str]:
    """Unified; empty where they read alike."""
    names = ("slik den var", "slik den blir")
    return list(difflib.unified_diff(lines(before), lines(after), *names, lineterm="", n=CONTEXT))


def lines(content: bytes) -> list[str]:
    """The content as lines: JSON with one value a line, XML broken where its lines are long."""
    text = text_of(content)
    if text.lstrip()[:1] in ("{", "["):
        if _depth(text) > DEEPEST:
            return text.splitlines()
        try:
            return json.dumps(json.loads(text), ensure_ascii=False, indent=2).splitlines()
        except ValueError:
            return text.splitlines()
    if any(len(line) > LONG for line in text.splitlines()):
        text = re.sub(r">\s*<", ">\n<", text)
    return text.splitlines()


def text_of(content: bytes) -> str:
    """As UTF-8, and as Latin-1 what is not."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def _depth(text: str) -> int:
    """At most how deep the brackets lie in each other; those within texts count too."""
    steps = (1 if sign in "[{" else -1 for sign in re.findall(r"[\[\]{}]", text))
    return max(accumulate(steps), default=0)
