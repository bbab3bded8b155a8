"""A part as plo run starts it: what it counts has its room on the disk before anything is counted.

python -m broker.run.child <kind> <number> <folder of metrics>
"""

import sys
from pathlib import Path

from adapters.metric_files import share

if __name__ == "__main__":
    kind, number, folder = sys.argv[1:]
    if not share(Path(folder), f"{kind}-{number}"):
        print("Disken er full: det denne delen teller, vises ikke før den startes igjen.", file=sys.stderr)
    from broker.part import main  # counts from its import on, so not before

    sys.exit(main(kind, int(number)))
