-- Which receiver has answered which message. Whatever comes first, the message or its AppRec, makes the row.
-- service: HER-id, level 2; empty where none is given.
-- document_id: of an epikrise, empty for other messages: old AppRecs name it in the place of the MsgId.
-- sent_at: empty as long as the message has not come.
-- answer_id: of the first AppRec's event; empty as long as none has come.
CREATE TABLE answers (
    msg_id {key} NOT NULL,
    sender {key} NOT NULL,
    receiver {key} NOT NULL,
    service {key} NOT NULL,
    message_type TEXT NOT NULL,
    document_id {key} NOT NULL,
    sent_at BIGINT,
    answer_id {key},
    PRIMARY KEY (msg_id, sender, receiver, service)
);

CREATE INDEX answers_awaited ON answers (sent_at) WHERE answer_id IS NULL;

CREATE INDEX answers_document ON answers (document_id) WHERE document_id <> '';
