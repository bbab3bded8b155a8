-- A case per dead letter, by its plo-dlq-id: what failed, where its bytes lie, and what became of it.
-- letter_*: the place on <topic>.dlt where it lay first, with the bytes as they were. partition_no and
-- record_offset are of the record that failed, -1 where it came no further than the door.
CREATE TABLE cases (
    dlq_id {key} PRIMARY KEY,
    topic {key} NOT NULL,
    partition_no INTEGER NOT NULL,
    record_offset BIGINT NOT NULL,
    letter_partition INTEGER NOT NULL,
    letter_offset BIGINT NOT NULL,
    reader {key} NOT NULL,
    stage TEXT NOT NULL,
    error_class {key} NOT NULL,
    code {key} NOT NULL,
    apprec TEXT NOT NULL,
    place TEXT NOT NULL,
    message TEXT NOT NULL,
    msg_id {key} NOT NULL,
    message_type TEXT NOT NULL,
    sender {key} NOT NULL,
    size BIGINT NOT NULL,
    sha256 {key} NOT NULL,
    first_failed_at BIGINT NOT NULL,
    last_failed_at BIGINT NOT NULL,
    attempts INTEGER NOT NULL,
    state {key} NOT NULL,
    replay_n INTEGER NOT NULL,
    failed_n INTEGER NOT NULL,
    failures INTEGER NOT NULL,
    edited_sha256 {key} NOT NULL,
    changed_at BIGINT NOT NULL
);

CREATE INDEX cases_state ON cases (state, first_failed_at);

CREATE INDEX cases_changed ON cases (changed_at);

CREATE INDEX cases_msg_id ON cases (msg_id);

-- Who did what with a case, when and why. The mark tells two steps of a kind apart: the number of the replay,
-- or the hash of the edited bytes; noted a second time, a step changes nothing.
CREATE TABLE case_steps (
    seq {number},
    dlq_id {key} NOT NULL,
    what {key} NOT NULL,
    mark {key} NOT NULL,
    at BIGINT NOT NULL,
    who TEXT NOT NULL,
    why TEXT NOT NULL,
    sha256_before TEXT NOT NULL,
    sha256_after TEXT NOT NULL,
    UNIQUE (dlq_id, what, mark)
);

-- Edited bytes, to be run in place of the letter's. What is too large lies in the claim-check store: body is empty.
CREATE TABLE case_edits (
    dlq_id {key} NOT NULL,
    sha256 {key} NOT NULL,
    size BIGINT NOT NULL,
    body {bytes} NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (dlq_id, sha256)
);
