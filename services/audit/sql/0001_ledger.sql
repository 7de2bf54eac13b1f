-- The ledgers kept here, each a tree of its own: the newest is the one that grows. A further one is begun when the one before cannot go on, since
-- this database holds less of it, or other things, than heads that were published say.
CREATE TABLE ledger (
  no    smallint PRIMARY KEY,
  -- As heads name it.
  id    text     NOT NULL UNIQUE,
  -- How many entries it has. Whoever holds the row's lock says which one comes next.
  size  bigint   NOT NULL,
  -- Of the perfect subtrees that all entries consist of, from left to right.
  roots bytea[]  NOT NULL
);
GRANT SELECT, INSERT, UPDATE (size, roots) ON ledger TO told_service;
