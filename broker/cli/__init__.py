"""plo, the command line: one file per group of commands. Texts are bokmål, for people on duty."""

import sys


def main() -> None:
    """The entry point `plo`."""
    from broker.cli.exits import run
    from broker.cli.tree import plo

    sys.exit(run(plo))
