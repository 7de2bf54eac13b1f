-- Keys that wait. Arrivals and redrive both lock the row; the transaction that empties a key deletes it.
CREATE TABLE parked_key (
  stream text NOT NULL,
  key    text NOT NULL,
  reason text NOT NULL,
  PRIMARY KEY (stream, key)
);

-- UPDATE only for the row lock.
GRANT SELECT, INSERT, UPDATE, DELETE ON parked_key TO told_service;
