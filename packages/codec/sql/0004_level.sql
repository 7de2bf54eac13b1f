-- How a subject's next schema must fit its earlier ones; the empty subject is the level of all that have none.
CREATE TABLE registry_level (
  subject text PRIMARY KEY CHECK (octet_length(subject) <= 255),
  level text NOT NULL CHECK (level IN (
    'NONE', 'BACKWARD', 'BACKWARD_TRANSITIVE', 'FORWARD', 'FORWARD_TRANSITIVE', 'FULL', 'FULL_TRANSITIVE'
  ))
);

INSERT INTO registry_level (subject, level) VALUES ('', 'FULL_TRANSITIVE');

GRANT SELECT, INSERT, UPDATE ON registry_level TO told_service;
