-- One row: rows of the outbox up to claimed_through may have left already. Whoever replaces an outbox row in place (a
-- withdrawal) first locks this row FOR SHARE, and leaves rows at or below claimed_through alone.
CREATE TABLE outbox_relay (
  singleton       boolean PRIMARY KEY DEFAULT true CHECK (singleton),
  claimed_through bigint  NOT NULL DEFAULT 0
);

INSERT INTO outbox_relay DEFAULT VALUES;

GRANT SELECT, UPDATE ON outbox_relay TO told_service;
