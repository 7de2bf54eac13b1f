-- Rows that are written for every change are no longer looked up in the table that they refer to: row by row, each lookup cost as much as the row.
-- Who writes them knows: a recipient is written with its decision, a body is kept while its subject's row is locked, and an outcome is kept once its
-- release has been read, all in one transaction. Nobody may delete a decision, a subject or a release.
ALTER TABLE decision_recipient DROP CONSTRAINT decision_recipient_change_id_run_fkey;
ALTER TABLE kept_change DROP CONSTRAINT kept_change_subject_key_fkey;
ALTER TABLE outcome DROP CONSTRAINT outcome_release_id_fkey;
