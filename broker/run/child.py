"""A part as plo run starts it: what it counts has its room on the disk before anything is counted.

python -m broker.run.child <kind> <number> <folder of metrics>
"""

import sys
from pathlib import Path

from adapters.metric_files import share

if __name__ == "__main__":
    kind, number, folder = sys.argv[1:]
    share(Path(folder), f"{kind}-{number}")
    from broker.part import main

    sys.exit(main(kind, int(number)))
