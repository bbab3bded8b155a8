-- Pairs of pids that somebody has told are one person's (schemas/kobling.py): the newest fact of each pair.
-- koblet: 1 = they are; 0 = it was taken back.
CREATE TABLE aliases (
    alias {key} NOT NULL,
    pid {key} NOT NULL,
    koblet SMALLINT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (alias, pid)
);

CREATE INDEX aliases_pid ON aliases (pid);
