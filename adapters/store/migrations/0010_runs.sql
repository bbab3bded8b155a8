-- Decisions for many dead letters, and which of them nothing is done with yet: whichever console finds one that
-- nobody holds, carries it on. ended: empty as long as something may be left to do.
CREATE TABLE runs (
    id {key} PRIMARY KEY,
    what {key} NOT NULL,
    who TEXT NOT NULL,
    why TEXT NOT NULL,
    admin SMALLINT NOT NULL,
    force SMALLINT NOT NULL,
    rate INTEGER NOT NULL,
    total INTEGER NOT NULL,
    started_at BIGINT NOT NULL,
    ended {key} NOT NULL,
    stopping SMALLINT NOT NULL,
    holder {key} NOT NULL,
    held_until BIGINT NOT NULL
);

CREATE INDEX runs_ended ON runs (ended, started_at);

-- replay_n: of the case when it was decided; a higher one says that it was run again since.
-- became: empty = asked for, and not done yet; gjort; ikke, and then why.
CREATE TABLE run_letters (
    run {key} NOT NULL,
    number INTEGER NOT NULL,
    dlq_id {key} NOT NULL,
    replay_n INTEGER NOT NULL,
    became {key} NOT NULL,
    why TEXT NOT NULL,
    PRIMARY KEY (run, number)
);

CREATE INDEX run_letters_id ON run_letters (run, dlq_id);

CREATE INDEX run_letters_left ON run_letters (run, became, number);
