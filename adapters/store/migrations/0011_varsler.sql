-- When a row of the board has a varsel (rules.md §12.3): from and until, one for each of its cells that may be one.
-- until_at: from then on it is missing; empty for what has come.
CREATE TABLE varsler (
    stay_id {key} NOT NULL REFERENCES board (stay_id) ON DELETE CASCADE,
    from_at BIGINT NOT NULL,
    until_at BIGINT
);

CREATE INDEX varsler_stay ON varsler (stay_id);
