-- Whether an agency holds a case under a number is asked whenever that number is told as somebody's new one.
CREATE INDEX known_case_subject ON known_case (subject_key);
