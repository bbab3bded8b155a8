"""plo, the command line. Texts are bokmål, for people on duty.

`plo X` is in <room>/X.py (plo status beside plo run); here is what the rooms share.
"""

import sys


def main() -> None:
    """The entry point `plo`."""
    from broker.cli.exits import run
    from broker.cli.tree import plo

    sys.exit(run(plo))
