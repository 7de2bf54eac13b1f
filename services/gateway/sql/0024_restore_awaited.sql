-- After a restore: how far told.changes must have been read again before what is left over can be settled, and requests are answered. Gone then.
CREATE TABLE restore_awaited (
  partition  integer PRIMARY KEY,
  end_offset bigint  NOT NULL
);

GRANT SELECT, INSERT, UPDATE, DELETE ON restore_awaited TO told_service;

-- Of a release that was found on its topic: whose it is within its case, and whether it was given because of a new interest.
ALTER TABLE restored_release
  ADD COLUMN capacity  text,
  ADD COLUMN back_fill boolean NOT NULL DEFAULT false;

-- Interests that are known to have moved to another key whose merge is yet to be read again: till then they stand under their old one.
CREATE TABLE restored_move (
  interest_id uuid NOT NULL,
  from_key    text NOT NULL,
  into_key    text NOT NULL,
  PRIMARY KEY (interest_id, from_key)
);

CREATE INDEX restored_move_of_key ON restored_move (from_key);

GRANT SELECT, INSERT, DELETE ON restored_move TO told_service;

-- Merges read again since, of whose decisions the log may have a part only.
CREATE TABLE restored_merge (
  from_key text PRIMARY KEY,
  into_key text NOT NULL
);

GRANT SELECT, INSERT, DELETE ON restored_merge TO told_service;
