-- Comparisons of what was accepted with what the log holds, and what came of each. One at a time; its work is done in pieces, and
-- whoever asks goes on where it stands.
CREATE TABLE republish_run (
  run_id          uuid    PRIMARY KEY,
  -- Only says what is missing.
  dry_run         boolean NOT NULL,
  state           text    NOT NULL CHECK (state IN ('listing', 'reading', 'appending', 'done', 'refused', 'abandoned')),
  reason          text    NOT NULL,
  actor           text    NOT NULL,
  started_at      timestamptz NOT NULL,
  -- The last accepted change listed.
  listed_key      text    NOT NULL DEFAULT '',
  listed_sequence bigint  NOT NULL DEFAULT 0,
  listed          bigint  NOT NULL DEFAULT 0,
  -- Records of the log read; those of them that were never accepted here, or with other bytes.
  read            bigint  NOT NULL DEFAULT 0,
  unknown         bigint  NOT NULL DEFAULT 0,
  missing         bigint  NOT NULL DEFAULT 0,
  appended        bigint  NOT NULL DEFAULT 0
);

CREATE UNIQUE INDEX republish_run_under_way ON republish_run ((true)) WHERE state IN ('listing', 'reading', 'appending');

GRANT SELECT, INSERT, UPDATE ON republish_run TO told_service;
