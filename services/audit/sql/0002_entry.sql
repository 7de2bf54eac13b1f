-- What passed on the bus, one entry a record, without a value of any claim. What was hashed can never be changed or taken away, by grant.
CREATE TABLE entry (
  ledger smallint NOT NULL,
  index  bigint   NOT NULL,
  -- When the record says that it happened, in microseconds; 0 where it cannot be read. With `mark` it names the record.
  at     bigint   NOT NULL,
  mark   bigint   NOT NULL,
  kind   text     NOT NULL,
  -- Of a change, and of what was decided on it.
  change_id uuid,
  -- JSON in its canonical form: its bytes are what was hashed.
  text   text     NOT NULL,
  -- What the commitments in it open to, with one salt for all of them. Erasing somebody takes these away, and the entry still stands.
  salt   bytea,
  subject_key text,
  -- In the order of the entry's cases.
  case_references text[],
  PRIMARY KEY (ledger, index)
) WITH (toast_tuple_target = 8160); -- a decision about many recipients stays in its row
GRANT SELECT, INSERT, UPDATE (salt, subject_key, case_references) ON entry TO told_service;

-- It grows at one end, so that what is looked for was written just now.
CREATE UNIQUE INDEX entry_of_record ON entry (at, mark);
CREATE INDEX entry_of_change ON entry (change_id) WHERE change_id IS NOT NULL;
-- What was decided about somebody is found by the changes.
CREATE INDEX entry_of_subject ON entry (subject_key) WHERE subject_key IS NOT NULL AND kind <> 'decision';
-- What somebody should look at; of everything else nothing is here.
CREATE INDEX entry_of_alarm ON entry (ledger, index) WHERE kind IN ('gap', 'unreadable', 'opening');
-- What is of a case and of no change.
CREATE INDEX entry_of_case ON entry ((case_references[1])) WHERE change_id IS NULL AND case_references IS NOT NULL;
