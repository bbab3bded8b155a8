"""Why a message is refused for what hangs on it: T99, as the whole message is refused (apprec.md §4)."""

from functools import partial

from adapters.errors import Problem
from schemas.attachments import NAMES, FileKind, Limits

_refused = partial(Problem, apprec="T99")


def not_base64(number: int, path: str, line: int) -> Problem:
    return _refused(
        code="attachment.not_base64",
        text=f"Vedlegg {number} er ikke riktig base64, og kan ikke åpnes. Kod filen på nytt, og send igjen.",
        path=path,
        line=line,
        expected="base64",
        found="noe som ikke er base64, eller er avkuttet",
    )


def unsupported(number: int, path: str, line: int, kind: FileKind | None, limits: Limits) -> Problem:
    """`kind` is what its first bytes say, and not always what the sender calls it; None: it has none."""
    welcome = _welcome(limits)
    what, found = _EMPTY if kind is None else _told(kind)
    advice = f"Send det som {welcome}" if limits.kinds else "Send meldingen uten vedlegg"
    return _refused(
        code="attachment.kind",
        text=f"Vedlegg {number} er {what}. {advice}.",
        path=path,
        line=line,
        expected=welcome,
        found=found,
    )


_EMPTY = ("tomt", "en tom fil")


def _told(kind: FileKind) -> tuple[str, str]:
    """As a sentence has it, and as a fact."""
    name = NAMES.get(kind)
    known = name or "en type fil som ikke kan kjennes igjen"
    return f"{known}, og det tar mottakeren ikke imot", name or "ukjent"


def too_large(number: int, path: str, line: int, size: int, limits: Limits) -> Problem:
    """`size` in bytes, decoded."""
    return _refused(
        code="attachment.too_large",
        text=f"Vedlegg {number} er større enn {limits.bytes} byte. Gjør det mindre, eller del det opp.",
        path=path,
        line=line,
        expected=f"høyst {limits.bytes} byte",
        found=f"{size} byte",
    )


def _welcome(limits: Limits) -> str:
    """ "PDF, JPEG eller PNG", in the order of the table."""
    *all_but, last = [name for kind, name in NAMES.items() if kind in limits.kinds] or ["ingen vedlegg"]
    return f"{', '.join(all_but)} eller {last}" if all_but else last
