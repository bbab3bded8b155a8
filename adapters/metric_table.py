"""The table of metrics: what may be counted, with a sentence each.

Labels are codes, names of our own, topics, and parties of the agreement, never a value from a message.
"""

from typing import Final

from adapters.metric_row import LONG, Metric

TABLE: Final = (
    # The door
    Metric(
        "plo_meldinger",
        "teller",
        "Meldinger tatt imot, etter hva det ble av dem.",
        ("type", "verdict", "repeated"),
    ),
    Metric(
        "plo_avsender_meldinger",
        "teller",
        "Meldinger fra hver part i avtalen; avsendere som ikke står i den er «annet».",
        ("sender", "verdict"),
    ),
    Metric(
        "plo_inntak_utilgjengelig",
        "teller",
        "Svar 503: Kafka eller databasen var borte, og avsenderen prøver igjen.",
    ),
    Metric("plo_svartid_sekunder", "fordeling", "Fra meldingens siste byte til svaret, i sekunder."),
    Metric(
        "plo_steg_sekunder",
        "fordeling",
        "Hvor lenge hvert steg i mottaket tok for en gruppe meldinger: judge (lese og dømme), claim"
        " (databasen), produce (Kafka).",
        ("step",),
    ),
    Metric(
        "plo_claims_unresolved",
        "tilstand",
        "Uavklarte meldinger: tatt imot for mer enn 10 minutter siden, og ikke merket som fullført.",
    ),
    # Kafka
    Metric(
        "plo_produce_failed",
        "teller",
        "Kall til Kafka som ikke ble kvittert for i tide.",
        ("error",),
    ),
    Metric(
        "plo_records_handled",
        "teller",
        "Poster lest og ferdig behandlet, strandede også.",
        ("group", "topic"),
    ),
    Metric(
        "plo_batch_sekunder",
        "fordeling",
        "Fra en bunke poster er lest til posisjonen er lagret i Kafka, i sekunder.",
        ("group",),
    ),
    Metric(
        "plo_publish_seconds",
        "fordeling",
        "Hvor lenge Kafka brukte på å kvittere for endringer i avvik, i sekunder.",
    ),
    Metric("plo_retries", "teller", "Bunker prøvd på nytt fordi noe var borte.", ("group",)),
    Metric("plo_consumer_waiting", "tilstand", "1 når en leser står og venter på noe.", ("group",)),
    Metric("plo_consumer_stopped", "teller", "Lesere som stoppet etter for mange feil på rad.", ("group",)),
    Metric(
        "plo_commit_failed",
        "teller",
        "Posisjoner som ikke ble lagret: de samme postene kommer igjen.",
        ("group", "error"),
    ),
    Metric(
        "plo_consumer_lag",
        "tilstand",
        "Poster som ligger i Kafka og ikke er behandlet.",
        ("group", "topic", "partition"),
    ),
    # Stranded messages
    Metric(
        "plo_dead_letters",
        "teller",
        "Meldinger som strandet, fra topic og med årsak.",
        ("topic", "error_class", "code"),
    ),
    Metric("plo_dlt_open", "tilstand", "Strandede meldinger som ingen har avgjort.", ("topic", "code")),
    Metric("plo_dlt_oldest_seconds", "tilstand", "Alderen på den eldste strandede meldingen, i sekunder."),
    # Avvik
    Metric("plo_avvik", "teller", "Endringer i avvik som er publisert.", ("rule", "change")),
    Metric("plo_outbox_records", "tilstand", "Endringer som er lagret og ennå ikke kvittert for av Kafka."),
    Metric(
        "plo_wake_late_seconds",
        "fordeling",
        "Hvor lenge etter at en frist gikk ut pasienten ble sett på, i sekunder.",
        bounds=LONG,
    ),
    Metric(
        "plo_wake_overdue_seconds",
        "tilstand",
        "Hvor lenge den eldste fristen har vært ute uten at pasienten er sett på, i sekunder.",
    ),
    # The installation
    Metric(
        "plo_ready",
        "tilstand",
        "1 når Kafka (kafka), databasen (store) eller disken (disk) var i orden sist de ble spurt.",
        ("check",),
    ),
    Metric(
        "plo_part_healthy",
        "tilstand",
        "1 når delen kjører og er frisk. plo run: sett av inntaket; en del som kjører alene: av den selv.",
        ("part",),
    ),
    Metric("plo_disk_free_bytes", "tilstand", "Ledig plass der tilstanden ligger (PLO_HOME), i byte."),
    Metric("plo_disk_size_bytes", "tilstand", "Plassen i alt der tilstanden ligger (PLO_HOME), i byte."),
    Metric(
        "plo_observed_at_seconds",
        "tilstand",
        "Når tilstanden sist ble undersøkt, i sekunder siden 1970 (UTC).",
    ),
)
NAMES: Final = frozenset(name for one in TABLE for name in one.exposed)
"""Every name that a board or an alert may ask for."""
