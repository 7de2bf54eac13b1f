-- Records of parked keys, whole, in the order of their arrival.
CREATE TABLE parked_record (
  position     bigint  GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  stream       text    NOT NULL,
  key          text    NOT NULL,
  reason       text    NOT NULL,
  sequence     bigint,
  id           uuid,
  topic        text    NOT NULL,
  partition    integer NOT NULL,
  "offset"     bigint  NOT NULL,
  timestamp_ms bigint  NOT NULL,
  record_key   bytea   NOT NULL,
  value        bytea   NOT NULL,
  -- JSON object; each value one Latin-1 character a byte.
  headers      text    NOT NULL,
  FOREIGN KEY (stream, key) REFERENCES parked_key (stream, key),
  CHECK ((sequence IS NULL) = (id IS NULL))
);

CREATE INDEX parked_record_in_order ON parked_record (stream, key, position);

-- A relay that repeats itself must not fill the table.
CREATE UNIQUE INDEX parked_record_once ON parked_record (stream, key, sequence, id) WHERE id IS NOT NULL;

GRANT SELECT, INSERT, DELETE ON parked_record TO told_service;
