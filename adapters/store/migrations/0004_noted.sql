-- When a sweep first saw the row (adapters/store/ageing.py); empty until then. Moments in a message tell nothing
-- of how long a row has been here.
ALTER TABLE answers ADD COLUMN noted_at BIGINT;

ALTER TABLE waiting ADD COLUMN noted_at BIGINT;
