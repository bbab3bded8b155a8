"""Why a message is refused, in words for the one who sent it; the schema's reasons are in adapters.xml."""

from adapters.errors import Problem
from adapters.messages.decisions import decision


def _refusal(code: str, text: str, expected: str = "") -> Problem:
    """With the code of 8221 that is decided for it."""
    return Problem(code=code, apprec=decision(code).code, text=text, expected=expected)


NOT_KNOWN = _refusal(
    "type.unknown_root",
    "Filen er ikke en melding vi kjenner. Roten må være MsgHead, Message (epikrise) eller AppRec.",
)
NO_SENDER = _refusal(
    "sender.missing",
    "Meldingen har ingen lesbar avsender, så ingen kan få svar på den.",
)
NO_MSG_ID = _refusal(
    "msgid.missing",
    "Meldingen har ingen lesbar meldingsidentifikator, så ingen kan få svar på den.",
)
NOT_YOURS = _refusal(
    "sender.not_allowed",
    "Meldingen er fra en avsender som nøkkelen eller mappen ikke kan sende for.",
)
REUSED = _refusal(
    "msgid.reused",
    "Meldingsidentifikatoren er brukt før, i en melding med annet innhold."
    " Send meldingen på nytt med en ny UUID som MsgId.",
)
DISAGREES = _refusal(
    "type.disagrees",
    "Meldingstypen stemmer ikke med innholdet. Type må passe til det strukturerte innholdet.",
)
NO_SENDER_ID = _refusal(
    "sender.no_id",
    "Avsenderen har ingen identifikator. Oppgi HER-id på virksomhetsnivå.",
    "HER-id",
)
NO_RECEIVER_ID = _refusal(
    "receiver.no_id",
    "Mottakeren har ingen identifikator. Oppgi HER-id på virksomhetsnivå.",
    "HER-id",
)
RECEIVER_LEVEL_1 = _refusal(
    "receiver.unknown_organisation",
    "Mottakerens HER-id på virksomhetsnivå mangler, eller er ikke virksomheten som tjenesten hører til."
    " Slå opp begge nivåer i Adresseregisteret.",
    "HER-id for virksomheten som tjenesten hører til",
)
RECEIVER_LEVEL_2 = _refusal(
    "receiver.unknown_service",
    "Mottakerens HER-id på tjenestenivå mangler, eller er ingen tjeneste eller person hos virksomheten."
    " Slå opp begge nivåer i Adresseregisteret.",
    "HER-id for en tjeneste eller person hos virksomheten",
)
NOT_UUID = _refusal(
    "msgid.not_uuid",
    "Meldingsidentifikatoren er ikke en UUID. Send meldingen på nytt med en ny UUID som MsgId.",
    "UUID, for eksempel 8a2d1f3b-7a40-4d55-8d6e-4b7d5a7e9c01",
)
BAD_STATUS = _refusal(
    "status.unknown",
    "Forsendelsesstatus må være N (ny), M (endring) eller C (kansellering), se HISD 1154:2018.",
    "N, M eller C",
)
ANSWERS_NOTHING = _refusal(
    "apprec.no_original",
    "Applikasjonskvitteringen sier ikke hvilken melding den svarer på, eller mangler status.",
    "OriginalMsgId/Id og Status",
)
INSUFFICIENT = _refusal(
    "patient.insufficient",
    "Pasienten er ikke tilstrekkelig identifisert. Oppgi fødselsnummer, D-nummer eller hjelpenummer"
    " (11 siffer), eller navn sammen med fødselsdato og kjønn.",
    "fødselsnummer, D-nummer, hjelpenummer, eller navn, fødselsdato og kjønn",
)
STRANGER = _refusal(
    "patient.unknown",
    "Pasienten finnes ikke hos mottakeren, og skal ikke ha journal der. Kontroller hvem epikrisen skal til.",
)
