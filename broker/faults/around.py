"""Codes of what is no message at all: a file that cannot be read, a record on Kafka, an edit of one."""

from broker.faults.row import Row

FILES = (
    Row("file.unreadable", "Filen eller mappen kan ikke åpnes.", "Se rettighetene på den."),
    Row("file.archive_broken", "Zip-filen, eller en fil i den, er skadet.", "Lag arkivet på nytt."),
    Row("file.archive_empty", "Zip-filen har ingen .xml-filer.", "Er det riktig arkiv?"),
    Row(
        "file.archive_limit",
        "Zip-filen har for mange filer, eller blir for stor når den pakkes ut.",
        "Del den opp. Det som ble lest før grensen, er vist.",
    ),
    Row(
        "file.archive_method",
        "Filen i zip-en er kryptert eller uvanlig pakket.",
        "Pakk på nytt uten passord.",
    ),
    Row("file.archive_nested", "En zip ligger i en zip.", "Pakk ut den ytterste først."),
)
"""Only of plo check."""

RECORDS = (
    Row(
        "event.unreadable",
        "En post på Kafka er ikke en hendelse vi kan lese.",
        "Se hvem som skrev den: plo dlt show.",
    ),
    Row(
        "record.unreadable",
        "En post på Kafka sier ikke hvem den er til.",
        "Se hvem som skrev den: plo dlt show.",
    ),
    Row(
        "record.content_gone",
        "Innholdet til en strandet melding ligger ikke i lageret for store meldinger, eller er endret der.",
        "Hent det fra en sikkerhetskopi, eller be avsenderen sende meldingen på nytt.",
    ),
)
"""Only on the topics."""

EDITS = tuple(
    Row(
        f"edit.{code}",
        f"Rettelsen av en strandet melding har en annen {what} enn originalen.",
        "Rett den tilbake, eller si at det er ment: --tving, eller «kjør likevel».",
    )
    for code, what in {"patient": "pasient", "sender": "avsender", "msg_id": "MsgId"}.items()
)
"""Only of those who edit."""
