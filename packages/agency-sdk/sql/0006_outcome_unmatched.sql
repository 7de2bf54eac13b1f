-- What matched no case waits for an officer, and must be found among the millions that did.
CREATE INDEX outcome_unmatched ON outcome (release_id) WHERE kind = 'unmatched';
