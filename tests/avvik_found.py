"""One avvik as it stands on avvik.v1."""

from datetime import UTC, date, datetime
from uuid import UUID

from schemas.avvik import Avvik

AT = datetime(2026, 2, 8, 9, tzinfo=UTC)
AVVIK = Avvik(
    id=UUID(int=3),
    rule="R-U12",
    rule_version=1,
    direction="til_UNN",
    category="UTSKREVET",
    severity="hoy",
    confidence="hoy",
    state="apen",
    hospital="90001",
    party="90101",
    pid="7f3a" + "0" * 60,
    stay_id=UUID(int=1),
    stay_from=date(2026, 2, 3),
    subject="LOG_UTSKREVET",
    msg_ids=("m",),
    text="Melding om utskrevet pasient ble sendt etter fristen.",
    version=1,
    change="oppdaget",
    detected_at=AT,
    changed_at=AT,
)
