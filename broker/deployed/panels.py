"""The boards of Grafana as a table: what is asked of Prometheus, and how it is shown."""

from typing import Final

from broker.deployed.panel import Panel, number, quantiles

LAG: Final = "max by (group, topic, partition) (plo_consumer_lag)"

BOARDS: Final[dict[str, tuple[str, tuple[Panel, ...]]]] = {
    "oversikt": (
        "plo-broker: oversikt",
        (
            number("Ikke klare", "Kafka eller databasen svarer ikke.", "count(plo_ready == 0) or vector(0)"),
            number("Deler nede", "Se plo status.", "count(plo_part_healthy == 0) or vector(0)"),
            number("Strandede", "Strandede meldinger som ingen har avgjort.", "sum(plo_dlt_open)"),
            number("Eldste strandede", "Alder.", "max(plo_dlt_oldest_seconds)", "s", 1800),
            number("Frist over tiden", "Eldste frist.", "max(plo_wake_overdue_seconds)", "s", 300),
            number("Uavklarte", "Se plo status.", "max(plo_claims_unresolved)"),
            Panel(
                "Meldinger i minuttet",
                "Etter hva det ble av dem.",
                (("{{verdict}}", "60 * sum by (verdict) (rate(plo_meldinger_total[5m]))"),),
            ),
            Panel(
                "Avvist, andel per avsender",
                "Siste time.",
                (
                    (
                        "{{sender}}",
                        'sum by (sender) (increase(plo_avsender_meldinger_total{verdict!="godtatt"}[1h]))'
                        " / sum by (sender) (increase(plo_avsender_meldinger_total[1h]))",
                    ),
                ),
                "percentunit",
            ),
            Panel("Svartid", "Fra siste byte til svaret.", quantiles("plo_svartid_sekunder"), "s"),
            Panel("Etterslep", "Poster som ikke er behandlet.", (("{{group}}", f"sum by (group) ({LAG})"),)),
            Panel(
                "Avvik i timen",
                "Endringer som er publisert.",
                (("{{change}}", "3600 * sum by (change) (rate(plo_avvik_total[15m]))"),),
            ),
            Panel(
                "Svar 503 i minuttet",
                "Kafka eller databasen var borte; avsenderne prøver igjen.",
                (("503", "60 * sum(rate(plo_inntak_utilgjengelig_total[5m]))"),),
            ),
        ),
    ),
    "mottak": (
        "plo-broker: mottak",
        (
            Panel(
                "Meldinger i minuttet, etter type",
                "Kodeverk 8279; andre er «annet».",
                (("{{type}}", "60 * sum by (type) (rate(plo_meldinger_total[5m]))"),),
                width=24,
            ),
            Panel("Hvert steg", "For en gruppe meldinger.", quantiles("plo_steg_sekunder", "step"), "s"),
            Panel(
                "Sendt på nytt, andel",
                "Samme melding en gang til; den får samme svar.",
                (
                    (
                        "gjentatt",
                        'sum(rate(plo_meldinger_total{repeated="ja"}[15m]))'
                        " / sum(rate(plo_meldinger_total[15m]))",
                    ),
                ),
                "percentunit",
            ),
            Panel(
                "Kafka kvitterte ikke",
                "Kall i minuttet.",
                (("{{error}}", "60 * sum by (error) (rate(plo_produce_failed_total[5m]))"),),
            ),
            Panel(
                "Ledig plass",
                "Der tilstanden ligger.",
                (("ledig", "min(plo_disk_free_bytes / plo_disk_size_bytes)"),),
                "percentunit",
            ),
        ),
    ),
    "avvik": (
        "plo-broker: avvik og strandede meldinger",
        (
            Panel(
                "Oppdaget i timen, etter regel",
                "Hva reglene betyr: docs/regler.md.",
                (("{{rule}}", '3600 * sum by (rule) (rate(plo_avvik_total{change="oppdaget"}[1h]))'),),
                width=24,
            ),
            Panel("En bunke", "Fra lest til ferdig.", quantiles("plo_batch_sekunder", "group"), "s"),
            Panel("Publisering", "Til Kafka har kvittert.", quantiles("plo_publish_seconds"), "s"),
            Panel(
                "Sett på etter fristen",
                "Hvor sent pasientene ble sett på.",
                quantiles("plo_wake_late_seconds"),
                "s",
            ),
            Panel("I utboksen", "Lagret, ikke kvittert for.", (("poster", "max(plo_outbox_records)"),)),
            Panel(
                "Poster i minuttet",
                "Ferdig behandlet.",
                (("{{group}}", "60 * sum by (group) (rate(plo_records_handled_total[5m]))"),),
            ),
            Panel("Etterslep, per topic", "", (("{{group}} {{topic}}", f"sum by (group, topic) ({LAG})"),)),
            Panel(
                "Strandet i timen",
                "Etter årsak.",
                (("{{code}}", "3600 * sum by (code) (rate(plo_dead_letters_total[1h]))"),),
            ),
            Panel(
                "Leserne",
                "Venter nå, prøvd på nytt, posisjoner som ikke ble lagret.",
                (
                    ("{{group}} venter", "max by (group) (plo_consumer_waiting)"),
                    ("{{group}} på nytt", "60 * sum by (group) (rate(plo_retries_total[5m]))"),
                    ("{{group}} ikke lagret", "60 * sum by (group) (rate(plo_commit_failed_total[5m]))"),
                ),
            ),
        ),
    ),
}
"""File name -> title and pictures."""
