"""Judges every giant in a process of its own, and prints what it took: a line of JSON for each."""

import ctypes
import json
import os
import resource
import tempfile
import time
from pathlib import Path

from builders import rapport_xml
from giants import GIANTS
from judging import judged

from adapters.claimcheck.folder import FolderVault
from adapters.claimcheck.vault import ClaimCheck
from adapters.errors import Rejected
from adapters.messages.attachments import attachments
from adapters.messages.identify import payload_of
from adapters.xml.parse import parse
from schemas.topics import MAX_MESSAGE, MAX_VALUE


def main() -> None:
    """Everything is loaded and every schema compiled before the first one, as in a service that runs."""
    for warm in (rapport_xml(), rapport_xml().replace(b"<MsgInfo>", b"<MsgInfo><x/>")):
        judged(warm)
    for name, make in GIANTS.items():
        raw = make()
        ctypes.CDLL(None).malloc_trim(0)
        pid = os.fork()
        if not pid:
            print(json.dumps({"name": name, "bytes": len(raw), **taken(raw)}), flush=True)
            os._exit(0)
        os.waitpid(pid, 0)


def taken(raw: bytes) -> dict[str, object]:
    """Peak and start of the process in MB, seconds of CPU and of the clock, and what came of it."""
    start, cpu, clock = peak_mb(), time.process_time(), time.monotonic()
    judgement = judged(raw, max_bytes=MAX_MESSAGE)
    kinds = kinds_of(raw)
    with tempfile.TemporaryDirectory() as folder:
        ClaimCheck(FolderVault(Path(folder)), MAX_VALUE).check_in(raw)
    return {
        "start": start,
        "peak": peak_mb(),
        "cpu_s": round(time.process_time() - cpu, 2),
        "s": round(time.monotonic() - clock, 2),
        "verdict": judgement.verdict,
        "codes": sorted({problem.code for problem in judgement.problems}),
        "kinds": kinds,
    }


def kinds_of(raw: bytes) -> list[str]:
    """The kinds of its attachments; it is parsed again for it."""
    try:
        root = parse(raw, MAX_MESSAGE)
    except Rejected:
        return []
    payload = payload_of(root)
    return [] if payload is None else sorted({one.kind for one in attachments(root, payload)})


def peak_mb() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 // 1_000_000


if __name__ == "__main__":
    main()
