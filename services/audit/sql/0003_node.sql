-- Perfect subtrees of 16 leaves and more; smaller ones are worked out from the entries when they are asked for.
CREATE TABLE node (
  ledger smallint NOT NULL,
  level  smallint NOT NULL CHECK (level >= 4),
  index  bigint   NOT NULL,
  hash   bytea    NOT NULL,
  PRIMARY KEY (ledger, level, index)
);
GRANT SELECT, INSERT ON node TO told_service;
