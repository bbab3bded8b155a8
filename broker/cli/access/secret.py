"""A password from the person at the terminal, or from a pipe; never from the command line: others see it."""

import getpass
import os
import pwd
import sys

from broker.cli.exits import USAGE, Stop


def asked() -> str:
    """The password. Raises Stop when the two that were typed differ, or nothing came."""
    if not sys.stdin.isatty():
        given = sys.stdin.readline().rstrip("\r\n")
    else:
        given = getpass.getpass("Passord: ")
        if getpass.getpass("En gang til: ") != given:
            raise Stop(USAGE, "De to passordene er ikke like.", "Prøv igjen.")
    if not given:
        raise Stop(USAGE, "Det kom ikke noe passord.", "Skriv det når du blir spurt, eller på stdin.")
    return given


def by_whom() -> str:
    """Who works at the terminal, for the audit log."""
    return f"terminal:{pwd.getpwuid(os.getuid()).pw_name}"
