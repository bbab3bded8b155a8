"""Codes of what a message brings with it: attachments, and a signature."""

from broker.faults.row import Row

ATTACHMENTS = (
    Row("attachment.not_base64", "Et vedlegg er ikke riktig base64.", "Kod filen på nytt."),
    Row(
        "attachment.kind",
        "Et vedlegg er av en type som mottakeren ikke tar imot.",
        "Send det som en av dem «Forventet» nevner. Typen leses av innholdet, ikke av navnet.",
    ),
    Row(
        "attachment.too_large",
        "Et vedlegg er større enn mottakeren tar imot.",
        "Gjør det mindre, eller del det opp.",
    ),
)

SIGNATURES = (
    Row(
        "signature.wrong",
        "Signaturen stemmer ikke med meldingen.",
        "Signer på nytt, og endre ingenting etterpå.",
    ),
    Row(
        "signature.form",
        "Signaturen er laget på en måte som ikke godtas.",
        "Bruk det «Forventet» nevner.",
    ),
    Row(
        "certificate.unreadable", "Sertifikatet kan ikke leses.", "Legg ved hele sertifikatet (DER, base64)."
    ),
    Row(
        "certificate.expired",
        "Sertifikatet var ikke gyldig da meldingen ble laget.",
        "Bruk et gyldig sertifikat.",
    ),
    Row(
        "certificate.untrusted",
        "Sertifikatet er fra en utsteder som mottakeren ikke godtar.",
        "Bruk virksomhetens signeringssertifikat, og legg ved mellomsertifikatene.",
    ),
    Row("certificate.revoked", "Sertifikatet er trukket tilbake.", "Bruk et gyldig sertifikat."),
)
"""Only where signatures are verified."""
