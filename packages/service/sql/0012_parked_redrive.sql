-- What a redrive needs. `redriving` is true only inside the transaction that redrives a piece of the key, and never committed so: there the
-- key's records flow, while everybody else waits for the row. `key_digest` names the key to operators and logs without telling it.
ALTER TABLE parked_key
  ADD COLUMN redriving boolean NOT NULL DEFAULT false,
  ADD COLUMN key_digest text NOT NULL DEFAULT '';
UPDATE parked_key SET key_digest = left(encode(sha256(convert_to(key, 'UTF8')), 'hex'), 16);

CREATE INDEX parked_key_digest ON parked_key (stream, key_digest);

-- Stable code of the error or of the reading that failed; never a text that quotes the value.
ALTER TABLE parked_record ADD COLUMN cause text;

-- The order of a redrive. Of a key the offsets rise as it was told, so a record that is parked again keeps its place.
CREATE INDEX parked_record_in_turn ON parked_record (stream, key, sequence NULLS FIRST, partition, "offset", position);
CREATE INDEX parked_record_place ON parked_record (topic, partition, "offset");

GRANT UPDATE (reason, cause) ON parked_record TO told_service;
