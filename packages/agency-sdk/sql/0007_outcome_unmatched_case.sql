-- What matched no case is paged through by case: the index gives each page in order.
CREATE INDEX outcome_unmatched_case ON outcome (case_reference COLLATE "C", release_id) WHERE kind = 'unmatched';
DROP INDEX outcome_unmatched;
