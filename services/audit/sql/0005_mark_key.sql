-- What marks of records are made with. Whoever knew it could make two records with one mark, of which only the first would be entered.
CREATE TABLE mark_key (
  is_one boolean PRIMARY KEY DEFAULT true CHECK (is_one),
  key    bytea   NOT NULL
);
INSERT INTO mark_key (key) VALUES (sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())));
GRANT SELECT ON mark_key TO told_service;
