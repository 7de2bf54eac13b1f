-- Which area secrets made the keys of this database, by names that do not tell them: started without one of them, or with another in its
-- place, intake would take everybody it made for somebody new. Append-only by grant.
CREATE TABLE area_secret (
  version     integer PRIMARY KEY CHECK (version > 0),
  fingerprint text    NOT NULL CHECK (fingerprint ~ '^[0-9a-f]{32}$')
);

GRANT SELECT, INSERT ON area_secret TO told_service;
