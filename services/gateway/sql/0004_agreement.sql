-- Every agreement file that was ever loaded, by the hash of its bytes: the citations that old decisions rest on stay readable
-- after the file has changed. Append-only by grant.
CREATE TABLE agreement (
  hash         text    PRIMARY KEY CHECK (hash ~ '^[0-9a-f]{64}$'),
  agreement_id text    NOT NULL,
  version      integer NOT NULL,
  set_id       text    NOT NULL,
  title        text    NOT NULL,
  basis_type   text    NOT NULL,
  citation     text    NOT NULL,
  link         text    NOT NULL,
  note         text    NOT NULL,
  sender_sees  text    NOT NULL CHECK (sender_sees IN ('recipients', 'count', 'nothing'))
);

GRANT SELECT, INSERT ON agreement TO told_service;
