-- The bytes of every agreement file ever loaded, by the hash that decisions name: whoever decides again must do so by these. Append-only by
-- grant.
CREATE TABLE agreement_text (
  hash    text  PRIMARY KEY REFERENCES agreement (hash),
  content bytea NOT NULL,
  CHECK (hash = encode(sha256(content), 'hex'))
);

-- Which files made up a set, by the set's hash: what was decided by it was decided by all of these. Append-only by grant.
CREATE TABLE agreement_set (
  set_hash text NOT NULL CHECK (set_hash ~ '^[0-9a-f]{64}$'),
  hash     text NOT NULL REFERENCES agreement (hash),
  set_id   text NOT NULL,
  PRIMARY KEY (set_hash, hash)
);

GRANT SELECT, INSERT ON agreement_text, agreement_set TO told_service;
