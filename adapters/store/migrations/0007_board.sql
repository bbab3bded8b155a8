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

-- What lists of avvik filter and sort by, which stood in the JSON alone. deadline: empty for what is judged at receipt.
ALTER TABLE avvik ADD COLUMN kind {key};

ALTER TABLE avvik ADD COLUMN direction {key};

ALTER TABLE avvik ADD COLUMN severity {key};

ALTER TABLE avvik ADD COLUMN confidence {key};

ALTER TABLE avvik ADD COLUMN stay_id {key};

ALTER TABLE avvik ADD COLUMN deadline BIGINT;

ALTER TABLE avvik ADD COLUMN detected_at BIGINT;

UPDATE avvik SET kind = body{json} ->> 'kind', direction = body{json} ->> 'direction',
    severity = body{json} ->> 'severity', confidence = body{json} ->> 'confidence',
    stay_id = body{json} ->> 'stay_id', deadline = {micros_of_deadline}, detected_at = {micros_of_detected_at};
