-- The felles forløpstavle: what adapters/store/board.py filters and sorts by stands beside the row's JSON.
-- gid: of the group when the row was written; found by way of patients, as avvik are.
-- begun, ended: T0 and T1. overdue_at, awaited_until: when the first and the last deadline of what is awaited has
-- passed. ready_from: the patient lies ready to leave from then on. leaves_at: from then on it is on no board.
CREATE TABLE board (
    stay_id {key} PRIMARY KEY,
    gid {key} NOT NULL,
    pid {key} NOT NULL,
    kommune {key},
    hospital {key} NOT NULL,
    unit {key},
    begun BIGINT,
    ended BIGINT,
    overdue_at BIGINT,
    awaited_until BIGINT,
    avvik INTEGER NOT NULL,
    ready_from BIGINT,
    last_at BIGINT NOT NULL,
    leaves_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    body TEXT NOT NULL
);

CREATE INDEX board_gid ON board (gid);

CREATE INDEX board_leaves ON board (leaves_at);

CREATE INDEX board_changed ON board (changed_at);
