-- Orders to erase a person, and how far each is carried out: what the person's bodies were sealed with is destroyed, and then whoever was given
-- something of them is told. What it destroys is written down before it is destroyed, so that a key file put back from a backup is emptied again.
CREATE TABLE erasure (
  erasure_id  uuid        PRIMARY KEY,
  -- The key that the person goes by.
  subject_key text        NOT NULL REFERENCES subject,
  state       text        NOT NULL CHECK (state IN ('destroying', 'telling', 'done')),
  reason      text        NOT NULL,
  actor       text        NOT NULL,
  ordered_at  timestamptz NOT NULL,
  -- [{"subjectKey", "keyNumber"}]: names of the data keys; of every key of the person, ended ones too.
  data_keys   json        NOT NULL,
  -- [{"subjectKey", "changeSequence"}]: the last change of each that is erased; empty until they are.
  through     json        NOT NULL DEFAULT '[]',
  changes     bigint      NOT NULL DEFAULT 0,
  -- Those of them that were told before bodies were sealed here: nothing can erase them.
  in_clear    bigint      NOT NULL DEFAULT 0
);

CREATE UNIQUE INDEX erasure_under_way ON erasure (subject_key) WHERE state <> 'done';
CREATE INDEX erasure_of_person ON erasure (subject_key, ordered_at);
-- Whose ended keys a person has.
CREATE INDEX subject_merge_into ON subject_merge (into_key);

GRANT SELECT, INSERT, UPDATE ON erasure TO told_service;
