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
    )


def unsupported(number: int, path: str, line: int, kind: FileKind, limits: Limits) -> Problem:
    """`kind` is what its first bytes say, and not always what the sender calls it."""
    name, welcome = NAMES.get(kind), _welcome(limits)
    is_what = f"er {name}" if name else "er en type fil som ikke kan kjennes igjen"
    advice = f"Send det som {welcome}" if limits.kinds else "Send meldingen uten vedlegg"
    return _refused(
        code="attachment.kind",
        text=f"Vedlegg {number} {is_what}, og det tar ikke mottakeren imot. {advice}.",
        path=path,
        line=line,
        expected=welcome,
        found=name or "ukjent",
    )


def too_large(number: int, path: str, line: int, limits: Limits) -> Problem:
    return _refused(
        code="attachment.too_large",
        text=f"Vedlegg {number} er større enn {limits.bytes} byte. Gjør det mindre, eller del det opp.",
        path=path,
        line=line,
        expected=f"høyst {limits.bytes} byte",
    )


def _welcome(limits: Limits) -> str:
    """ "PDF, JPEG eller PNG", in the order of the table."""
    *all_but, last = [name for kind, name in NAMES.items() if kind in limits.kinds] or ["ingen vedlegg"]
    return f"{', '.join(all_but)} eller {last}" if all_but else last
