-- What lists of messages show and filter by. receivers: level-1 HER-ids with commas, the receiver before the copy
-- receivers. source: over what it came, as http:<id of the key> or mappe:<name>. Both are empty for what came before.
ALTER TABLE claims ADD COLUMN receivers TEXT;

ALTER TABLE claims ADD COLUMN source TEXT;

-- All that a list filters by, in the order of its pages: the wide rows are read for one page only.
CREATE INDEX claims_listed ON claims (claimed_at, seq, sender, message_type, verdict, receivers);

-- Accepted messages of a patient are found by way of their events; the refused ones have none.
CREATE INDEX claims_refused ON claims (pid) WHERE verdict <> 'godtatt';
