-- Replays: what was asked, by whom and why, what is done of it, and what came of it. A cursor moves with each step, in the transaction that
-- does the step: killed anywhere, or run by two at once, no step is done twice.
CREATE TABLE replay (
  replay_id          uuid    PRIMARY KEY,
  kind               text    NOT NULL CHECK (kind IN ('re-decide', 'compare-agreements', 'redeliver')),
  -- What was asked: as of when, and which changes. Ids, names, dates and agreement files.
  request            json    NOT NULL,
  -- What it was found to be about when it was asked.
  preview            json    NOT NULL,
  reason             text    NOT NULL,
  state              text    NOT NULL CHECK (state IN ('asked', 'running', 'done', 'failed')),
  asked_by           text    NOT NULL,
  asked_at_micros    bigint  NOT NULL,
  approved_by        text,
  approved_at_micros bigint,
  -- Steps done. Whoever does one raises it from the number read.
  step               bigint  NOT NULL DEFAULT 0,
  -- What is left: where to go on.
  remaining          json    NOT NULL,
  -- Records gone through, and to go through in all.
  done               bigint  NOT NULL DEFAULT 0,
  total              bigint  NOT NULL,
  counts             json    NOT NULL DEFAULT '{}',
  started_at_micros  bigint,
  finished_at_micros bigint,
  failure            text,
  -- What writes needs two persons.
  CHECK (approved_by <> asked_by),
  CHECK (kind <> 'redeliver' OR state = 'asked' OR approved_by IS NOT NULL)
);

CREATE INDEX replay_running ON replay (asked_at_micros) WHERE state = 'running';

GRANT SELECT, INSERT, UPDATE ON replay TO told_service;

-- What came out otherwise: names of fields and rules, never a value. Append-only by grant.
CREATE TABLE replay_difference (
  replay_id     uuid    NOT NULL REFERENCES replay (replay_id),
  difference_no bigint  GENERATED ALWAYS AS IDENTITY,
  kind          text    NOT NULL,
  change_id     uuid    NOT NULL,
  run           integer,
  agency        text,
  -- [names]
  fields        json    NOT NULL,
  causes        json    NOT NULL,
  PRIMARY KEY (replay_id, difference_no)
);

GRANT SELECT, INSERT ON replay_difference TO told_service;
