"""Why a message is refused, in words for the one who sent it; the schema's reasons are in adapters.xml."""

from adapters.errors import Problem

NOT_KNOWN = Problem(
    code="type.unknown_root",
    apprec="T10",
    text="Filen er ikke en melding vi kjenner. Roten må være MsgHead, Message (epikrise) eller AppRec.",
)
NO_SENDER = Problem(
    code="sender.missing",
    apprec="T02",
    text="Meldingen har ingen lesbar avsender, så ingen kan få svar på den.",
)
NO_MSG_ID = Problem(
    code="msgid.missing",
    apprec="E10",
    text="Meldingen har ingen lesbar meldingsidentifikator, så ingen kan få svar på den.",
)
NOT_YOURS = Problem(
    code="sender.not_allowed",
    apprec="X99",
    text="Meldingen er fra en avsender som nøkkelen eller mappen ikke kan sende for.",
)
REUSED = Problem(
    code="msgid.reused",
    apprec="E10",
    text="Meldingsidentifikatoren er brukt før, i en melding med annet innhold."
    " Send meldingen på nytt med en ny UUID som MsgId.",
)
DISAGREES = Problem(
    code="type.disagrees",
    apprec="T99",
    text="Meldingstypen stemmer ikke med innholdet. Type må passe til det strukturerte innholdet.",
)
NO_SENDER_ID = Problem(
    code="sender.no_id",
    apprec="X99",
    text="Avsenderen har ingen identifikator. Oppgi HER-id på virksomhetsnivå.",
    expected="HER-id",
)
NO_RECEIVER_ID = Problem(
    code="receiver.no_id",
    apprec="E21",
    text="Mottakeren har ingen identifikator. Oppgi HER-id på virksomhetsnivå.",
    expected="HER-id",
)
NOT_UUID = Problem(
    code="msgid.not_uuid",
    apprec="E10",
    text="Meldingsidentifikatoren er ikke en UUID. Send meldingen på nytt med en ny UUID som MsgId.",
    expected="UUID, for eksempel 8a2d1f3b-7a40-4d55-8d6e-4b7d5a7e9c01",
)
BAD_STATUS = Problem(
    code="status.unknown",
    apprec="T99",
    text="Forsendelsesstatus må være N (ny), M (endring) eller C (kansellering), se HISD 1154:2018.",
    expected="N, M eller C",
)
ANSWERS_NOTHING = Problem(
    code="apprec.no_original",
    apprec="X99",
    text="Applikasjonskvitteringen sier ikke hvilken melding den svarer på, eller mangler status.",
    expected="OriginalMsgId/Id og Status",
)
INSUFFICIENT = Problem(
    code="patient.insufficient",
    apprec="E36",
    text="Pasienten er ikke tilstrekkelig identifisert. Oppgi fødselsnummer, D-nummer eller hjelpenummer"
    " (11 siffer), eller navn sammen med fødselsdato og kjønn.",
    expected="fødselsnummer, D-nummer, hjelpenummer, eller navn, fødselsdato og kjønn",
)
