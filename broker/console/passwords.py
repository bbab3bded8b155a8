"""Passwords: argon2id, with the time of a real check also for those who do not exist."""

from functools import cache
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

LEAST, MOST = 12, 1000
"""Characters of a password."""
RULE: Final = f"Passordet må ha minst {LEAST} tegn. Gjerne flere ord etter hverandre."


@cache
def hasher() -> PasswordHasher:
    """RFC 9106, the second recommended option: 64 MiB, 3 passes."""
    return PasswordHasher()


@cache
def nobody() -> str:
    """A hash that no password has: checked against for names that nobody has."""
    return hasher().hash("")


def too_weak(password: str, user_id: str) -> str | None:
    """What is wrong with a new password, in words."""
    if not LEAST <= len(password) <= MOST:
        return RULE
    if len(set(password)) < 5 or (len(user_id) > 3 and user_id in password.lower()):
        return "Passordet er for lett å gjette. " + RULE
    return None


def make(password: str) -> str:
    """The hash to keep. Takes some tens of milliseconds: run it in a thread."""
    return hasher().hash(password)


def fits(password: str, kept: str | None) -> bool:
    """Whether it is the password; for an account without one a no that takes as long. Run it in a thread."""
    try:
        hasher().verify(kept or nobody(), password if kept else f"?{password}")
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


def renewed(password: str, kept: str) -> str | None:
    """The hash to keep from now on, where the old one was made with other parameters than today's."""
    return make(password) if hasher().check_needs_rehash(kept) else None
