-- What operators did about dead letters: taken out of what waits, or given to the service again. Append-only by grant.
CREATE TABLE dead_letter_decision (
  decision_no       bigint  GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  topic             text    NOT NULL,
  partition         integer NOT NULL,
  "offset"          bigint  NOT NULL,
  decision          text    NOT NULL CHECK (decision IN ('dead-lettered', 'redriven')),
  reason            text    NOT NULL,
  actor             text    NOT NULL,
  decided_at_micros bigint  NOT NULL
);

CREATE INDEX dead_letter_decision_of ON dead_letter_decision (topic, partition, "offset", decision_no);

GRANT SELECT, INSERT ON dead_letter_decision TO told_service;
