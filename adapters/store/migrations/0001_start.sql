-- Words in braces differ between the databases: adapters/store/migrate.py.
-- An empty line ends a statement.
-- Moments are microseconds since 1970, UTC.

-- Who sent which message, and what we answered: the unique row that decides duplicates and conflicts.
-- msg_id first, so that the key also serves a look-up by MsgId alone.
CREATE TABLE claims (
    seq {number},
    msg_id {key} NOT NULL,
    sender {key} NOT NULL,
    variant {key} NOT NULL,
    sha256 {key} NOT NULL,
    verdict TEXT NOT NULL,
    pid {key},
    message_type TEXT NOT NULL,
    claimed_at BIGINT NOT NULL,
    receipts {bytes} NOT NULL,
    UNIQUE (msg_id, sender, variant)
);

-- The claims that are not carried out yet. A table of its own, filled by a trigger: marking a claim as done then
-- takes away a small row, and never writes a wide one again.
CREATE TABLE unfinished (
    seq BIGINT PRIMARY KEY
);

-- AppRecs that came before the message they answer.
CREATE TABLE waiting (
    id {key} PRIMARY KEY,
    answers {key} NOT NULL,
    sender {key} NOT NULL,
    at BIGINT NOT NULL,
    body TEXT NOT NULL
);

CREATE INDEX waiting_answers ON waiting (answers);

CREATE TABLE api_keys (
    id {key} PRIMARY KEY,
    name TEXT NOT NULL,
    sha256 {key} NOT NULL,
    hers TEXT NOT NULL,
    historikk SMALLINT NOT NULL,
    created_at BIGINT NOT NULL,
    revoked_at BIGINT
);

-- One row per pid. gid is the smallest pid of the same person; the row where pid = gid is the group's head:
-- it carries wake_at, and whoever evaluates the group locks it.
CREATE TABLE patients (
    pid {key} PRIMARY KEY,
    gid {key} NOT NULL,
    partition_no INTEGER NOT NULL,
    wake_at BIGINT
);

CREATE INDEX patients_gid ON patients (gid);

CREATE INDEX patients_wake ON patients (wake_at) WHERE wake_at IS NOT NULL;

CREATE TABLE events (
    id {key} PRIMARY KEY,
    pid {key} NOT NULL,
    body TEXT NOT NULL
);

CREATE INDEX events_pid ON events (pid);

CREATE TABLE avvik (
    id {key} PRIMARY KEY,
    pid {key} NOT NULL,
    rule {key} NOT NULL,
    kommune {key},
    state {key} NOT NULL,
    changed_at BIGINT NOT NULL,
    body TEXT NOT NULL
);

CREATE INDEX avvik_pid ON avvik (pid);

CREATE INDEX avvik_changed ON avvik (changed_at);

-- Committed, not yet acknowledged by Kafka.
CREATE TABLE outbox (
    seq {never_again},
    partition_no INTEGER NOT NULL,
    topic TEXT NOT NULL,
    record_key TEXT NOT NULL,
    headers TEXT NOT NULL,
    body TEXT NOT NULL
);

-- Patients with a dead letter that nobody has dealt with.
CREATE TABLE stranded (
    dlq_id {key} PRIMARY KEY,
    pid {key} NOT NULL,
    topic TEXT NOT NULL,
    at BIGINT NOT NULL
);

CREATE INDEX stranded_pid ON stranded (pid);
