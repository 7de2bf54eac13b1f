-- The keys that each ledger was signed with, one after the other; the newest signs. Append-only by grant.
CREATE TABLE ledger_key (
  ledger smallint NOT NULL,
  no     smallint NOT NULL,
  -- As it is published.
  key    text     NOT NULL,
  -- The note by which the key before names it, and the entry that does so too; null of the key that the ledger was begun with.
  succession   text,
  entry        bigint,
  since_micros bigint NOT NULL,
  PRIMARY KEY (ledger, no),
  CHECK ((succession IS NULL) = (entry IS NULL))
);
GRANT SELECT, INSERT ON ledger_key TO told_service;
