-- What was decided on a day in London about an agency ('': nobody holds a case), and how many of its releases of that day have been answered since.
CREATE TABLE reconciled_day (
  day      date   NOT NULL,
  agency   text   NOT NULL,
  decided  bigint NOT NULL,
  released bigint NOT NULL,
  trimmed  bigint NOT NULL,
  refused  bigint NOT NULL,
  held     bigint NOT NULL,
  own      bigint NOT NULL,
  answered bigint NOT NULL,
  taken_back bigint NOT NULL,
  taken_back_answered bigint NOT NULL,
  PRIMARY KEY (day, agency)
);
GRANT SELECT, INSERT, UPDATE (decided, released, trimmed, refused, held, own, answered, taken_back, taken_back_answered) ON reconciled_day TO told_service;
