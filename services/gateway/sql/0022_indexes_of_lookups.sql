-- What waits though a later change of its chain has come: moved when its key ends. The latest ones have an index of their own.
CREATE INDEX kept_change_superseded ON kept_change (subject_key) WHERE NOT is_latest;

-- An agency compares its own list of open cases in byte order, whatever language the database sorts in.
CREATE INDEX interest_in_byte_order ON interest (agency, case_reference COLLATE "C", capacity);

-- An officer pages through what is open: of an agency's reviews nearly all are settled.
CREATE INDEX match_review_in_state ON match_review (agency, state, review_id);
