-- The next to forget is found at once, however many wait: persons before cases, the oldest first.
DROP INDEX erasure_under_way;
CREATE INDEX erasure_in_turn ON erasure ((subject_key IS NULL), at, digest) WHERE subject_key IS NOT NULL OR case_reference IS NOT NULL;
