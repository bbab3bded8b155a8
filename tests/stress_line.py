"""What the service says of itself while something is away."""

import httpx
import orjson
from service import Service, until


def says_why(service: Service, what: str) -> None:
    """Readiness and `plo status` tell that it is away."""

    def ready() -> httpx.Response:
        return httpx.get(f"{service.url}/helse/klar", timeout=30)

    until(lambda: ready().status_code == 503, 30, "still ready")
    assert ready().json()[what] != "ok"
    until(lambda: not any(service.parts()[part] for part in ("intake-0", "detect-0")), 30, "parts still well")
    rows = [orjson.loads(line) for line in service.plo("status", "--json", check=False).splitlines()]
    why = {row["name"]: row["why"] for row in rows if not row.get("healthy", True)}
    assert {"intake-0", "detect-0"} <= why.keys() and what in why["intake-0"], why
