-- The fence: one row a subject. Whoever changes what may be decided about a subject locks its row FOR UPDATE and raises the
-- version; deciding locks it FOR SHARE and records the version, so that of a decision and a withdrawal one is always first.
CREATE TABLE subject (
  subject_key text   PRIMARY KEY CHECK (subject_key ~ '^[0-9a-f]{32}$'),
  version     bigint NOT NULL DEFAULT 0 CHECK (version >= 0)
);

GRANT SELECT, INSERT, UPDATE ON subject TO told_service;
