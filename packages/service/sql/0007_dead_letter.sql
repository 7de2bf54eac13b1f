-- Records that cannot be decoded, named by where they are; the value stays in the source topic. Append-only by grant.
CREATE TABLE dead_letter (
  topic        text    NOT NULL,
  partition    integer NOT NULL,
  "offset"     bigint  NOT NULL,
  timestamp_ms bigint  NOT NULL,
  cause        text    NOT NULL,
  digest       text    NOT NULL,
  PRIMARY KEY (topic, partition, "offset")
);

GRANT SELECT, INSERT ON dead_letter TO told_service;
