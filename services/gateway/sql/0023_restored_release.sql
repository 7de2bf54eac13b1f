-- After a restore: releases of which the log has only one half, since the relay sends partitions side by side. Each line goes when its change
-- has come again.
CREATE TABLE restored_release (
  release_id uuid    PRIMARY KEY,
  change_id  uuid    NOT NULL,
  -- It was found on its topic. If not, only its decision was, and it has yet to leave.
  has_left   boolean NOT NULL,
  -- [names]: what was withheld of it when it left because a consent had ended; the decision tells which of these it had given.
  withheld   json    NOT NULL DEFAULT '[]'
);

CREATE INDEX restored_release_of_change ON restored_release (change_id);

GRANT SELECT, INSERT, UPDATE, DELETE ON restored_release TO told_service;
