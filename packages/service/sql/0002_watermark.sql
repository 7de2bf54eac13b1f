-- Where each consumer stands: moved by the first statement of the transaction that holds the effects, so that a second
-- delivery, and a member that lost its partition without noticing, change nothing.
CREATE TABLE watermark (
  consumer_group text    NOT NULL,
  topic          text    NOT NULL,
  partition      integer NOT NULL,
  next_offset    bigint  NOT NULL,
  -- The last record below next_offset, by which a log that lost its tail and grew again is found.
  last_offset    bigint  NOT NULL,
  last_digest    text    NOT NULL,
  PRIMARY KEY (consumer_group, topic, partition),
  CHECK (last_offset < next_offset)
);

GRANT SELECT, INSERT, UPDATE ON watermark TO told_service;
