"""Codes of what a message says: which it is, who sends it, to whom and about whom."""

from broker.faults.row import Row

TYPE = (
    Row(
        "type.unknown_root",
        "Filen er ingen melding vi kjenner.",
        "Er det riktig fil, og riktig navnerom på roten?",
    ),
    Row(
        "type.unknown",
        "Innholdet er ingen meldingstype vi kjenner.",
        "Se navnet og navnerommet til innholdet.",
    ),
    Row(
        "type.unsupported",
        "Meldingstypen eller versjonen støttes ikke.",
        "Send en versjon som mottakeren støtter.",
    ),
    Row(
        "type.patient_report",
        "Innholdet ligger i PatientReport, som ikke støttes.",
        "Legg det i Document.",
    ),
    Row(
        "type.no_payload",
        "Meldingen har ikke noe strukturert innhold.",
        "Legg fagmeldingen i første Document.",
    ),
    Row(
        "type.disagrees",
        "Type og innhold sier forskjellige ting.",
        "La MsgInfo/Type passe til innholdet, eller bytt innholdet.",
    ),
    Row(
        "status.unknown", "Forsendelsesstatus er ukjent.", "Bruk N (ny), M (endring) eller C (kansellering)."
    ),
)

PARTIES = (
    Row("msgid.missing", "Meldingen har ingen MsgId.", "Gi den en ny UUID. Uten MsgId kan ingen kvittere."),
    Row("msgid.not_uuid", "MsgId er ikke en UUID.", "Send på nytt med en ny UUID."),
    Row("msgid.reused", "MsgId er brukt før, med annet innhold.", "Send på nytt med en ny UUID."),
    Row(
        "sender.missing",
        "Avsenderen kan ikke leses.",
        "Fyll ut avsenderen. Uten den kan ingen kvittere.",
    ),
    Row("sender.no_id", "Avsenderen har ingen HER-id.", "Oppgi HER-id på nivå 1."),
    Row(
        "sender.not_allowed",
        "Nøkkelen eller mappen kan ikke sende for denne avsenderen.",
        "Bruk avsenderens egen nøkkel: plo key list.",
    ),
    Row("receiver.no_id", "Mottakeren har ingen HER-id.", "Oppgi HER-id fra Adresseregisteret."),
    Row(
        "receiver.unknown_organisation",
        "Mottakerens HER-id på nivå 1 mangler eller er en annens.",
        "Slå opp begge nivåer i Adresseregisteret.",
    ),
    Row(
        "receiver.unknown_service",
        "Mottakerens HER-id på nivå 2 er ingen tjeneste hos virksomheten.",
        "Slå opp begge nivåer i Adresseregisteret.",
    ),
    Row(
        "patient.insufficient",
        "Pasienten er ikke tilstrekkelig identifisert.",
        "Oppgi navn og fødselsnummer, eller navn, fødselsdato og kjønn.",
    ),
    Row(
        "patient.unknown",
        "Pasienten finnes ikke hos mottakeren (bare epikrise).",
        "Kontroller hvem epikrisen skal til.",
    ),
    Row(
        "apprec.no_original",
        "Kvitteringen sier ikke hvilken melding den svarer på.",
        "Fyll ut OriginalMsgId og Status.",
    ),
)
