-- Heads that were signed, each over entries that were durable before.
CREATE TABLE head (
  ledger smallint NOT NULL,
  size   bigint   NOT NULL,
  root   bytea    NOT NULL,
  note   text     NOT NULL,
  signed_at_micros bigint NOT NULL,
  PRIMARY KEY (ledger, size)
);
GRANT SELECT, INSERT ON head TO told_service;
