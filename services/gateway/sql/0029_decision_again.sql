-- What deciding again needs beside versions and hashes. Null in decisions from before, and in those taken over from the log after a restore:
-- they cannot be decided again as of then, and whoever asks is told so.
ALTER TABLE decision
  -- Where the change is on told.changes; of a first run only.
  ADD COLUMN change_partition integer,
  ADD COLUMN change_offset bigint,
  -- SHA-256 of the record on told.decisions.
  ADD COLUMN record_hash bytea;

-- Facts about the moment: held, confirmed by a person, and so on, each a bit.
ALTER TABLE decision_recipient ADD COLUMN inputs smallint;
