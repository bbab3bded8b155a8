"""The name of a medicine without what is written into it besides, so that two lists can be compared by names.

PLO has names where an epikrise has ATC codes (messages.md §3.4, §5), and rules.md R-U22 compares the two.
"""

import re

_WORD = re.compile(r"[^\s,;()/]+")
_STRENGTH = re.compile(r"\d")
_FORM = re.compile(
    r"(?:depot|entero?|suge|bruse|smelte|tygge)*(?:tab|tabl|tablett(?:er)?|kaps|kaps(?:el|ler))\.?"
    r"|(?:mikst(?:ur)?|inj(?:eksjon)?|inf(?:usjon)?|inh(?:alasjon)?|supp|susp|oppl|plaster|depotplaster|krem"
    r"|salve|stikkpiller?|nesespray|spray|øyedråper|dråper|pulver|inhalasjonspulver|granulat)\.?"
)


def plain(text: str) -> str:
    """Lower case, letters and digits; without what follows from a strength or a form on. May be empty."""
    words = _WORD.findall(text.casefold())
    end = next((at for at, word in enumerate(words) if at and _is_no_name(word)), len(words))
    return "".join(filter(str.isalnum, "".join(words[:end])))


def _is_no_name(word: str) -> bool:
    return _STRENGTH.match(word) is not None or _FORM.fullmatch(word) is not None
