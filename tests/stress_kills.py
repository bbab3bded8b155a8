"""kill -9 of every part again and again, amid traffic.

By itself, with counts before and after for people to look at (from the project's folder):

    PYTHONPATH=tests .venv/bin/python -m stress_kills 5000

which starts the service in an empty folder, and kills while so many messages are posted.
"""

import os
import signal
import sys
import tempfile
from collections import Counter
from functools import partial
from itertools import cycle, islice
from pathlib import Path

from service import running, until
from stress_check import check
from stress_traffic import Traffic

EVERY_PART = ("intake-0", "detect-0", "route-0")
BACK_S = 120.0
"""Seconds that the supervisor may take to have a part up again."""
PAUSE_S = 0.1
"""Between two messages of one sender in the show, so that the kills fall amid the traffic."""


def kill_in_turn(traffic: Traffic, kills: int, parts: tuple[str, ...]) -> Counter[str]:
    """kill -9 of the parts one after another, spread over the traffic; how often each was killed.

    Waits in the end until the supervisor has all of them up again.
    """
    service, killed = traffic.service, Counter[str]()
    pids: dict[str, int] = {}

    def up(part: str) -> bool:
        return service.pid(part) != pids.get(part) and service.parts()[part]

    for number, part in enumerate(islice(cycle(parts), kills), 1):
        traffic.until_answered(number * traffic.least // (kills + 2))
        until(partial(up, part), BACK_S, f"{part} does not come back")
        pids[part] = service.pid(part)
        os.kill(pids[part], signal.SIGKILL)
        killed[part] += 1
    until(lambda: all(map(up, parts)), BACK_S, "some part does not come back")
    return killed


def main(count: int) -> None:
    """The show: counts before and after, for people."""
    with tempfile.TemporaryDirectory(prefix="plo-") as folder, running(Path(folder) / "hjem") as service:
        key = service.key(historikk=True)
        traffic = Traffic(service, key, count, pause_s=PAUSE_S)
        traffic.enough.set()
        with traffic.flowing():
            killed = kill_in_turn(traffic, 15, EVERY_PART)
        found = check(service, key, traffic.sent, traffic.answered)
        print(f"kill -9: {dict(killed)}")
        print(f"HTTP statuses: {dict(traffic.statuses)} (0: broken connection; then sent again)")
        print(found)


if __name__ == "__main__":
    main(int(sys.argv[1]))
