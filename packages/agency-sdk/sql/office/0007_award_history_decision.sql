-- An officer's decision is an entry of the case's history like any other: these columns are null for every other entry.
ALTER TABLE award_history
  ADD COLUMN decision_id uuid, -- UUIDv5 of agency and Idempotency-Key
  ADD COLUMN decision text CHECK (decision IN ('use', 'do-not-use', 'extend-notice')),
  ADD COLUMN decision_reason text, -- the officer's words
  ADD COLUMN decided_by text, -- client id
  ADD CHECK ((decision IS NULL) = (decision_id IS NULL) AND (decision IS NULL) = (decided_by IS NULL));
CREATE INDEX award_history_to_verify ON award_history (case_reference, change_id) WHERE kind = 'to-verify';
