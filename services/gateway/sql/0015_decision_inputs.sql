-- What else a decision rests on: why it was made, the chain, suspensions, protection and consents.
ALTER TABLE decision
  ADD COLUMN cause text NOT NULL DEFAULT 'told' CHECK (cause IN ('told', 'match-confirmed', 'back-fill', 'merged')),
  ADD COLUMN root_change_id uuid,
  ADD COLUMN suspension_version bigint NOT NULL DEFAULT 0,
  -- changeSequence since which the subject's address is protected.
  ADD COLUMN protected_since bigint;

WITH RECURSIVE chain AS (
  SELECT change_id, change_id AS root FROM decision WHERE previous_change_id IS NULL
  UNION
  SELECT d.change_id, c.root FROM decision d JOIN chain c ON d.previous_change_id = c.change_id
)
UPDATE decision SET root_change_id = chain.root FROM chain WHERE chain.change_id = decision.change_id;

-- Of a predecessor that was never decided here.
UPDATE decision SET root_change_id = previous_change_id WHERE root_change_id IS NULL;

ALTER TABLE decision ALTER COLUMN root_change_id SET NOT NULL;

-- [{"consentId": id, "version": number}]
ALTER TABLE decision_recipient
  ADD COLUMN consents json NOT NULL DEFAULT '[]',
  DROP CONSTRAINT decision_recipient_matched_check,
  ADD CHECK (matched IN ('nino', 'particulars', 'officer', 'none'));

-- A refused recipient that was given an ancestor gets a release too, which only takes back (do-not-rely) and rests on no agreement.
DO $$
DECLARE
  rule text;
BEGIN
  FOR rule IN
    SELECT conname FROM pg_constraint
    WHERE conrelid = 'decision_recipient'::regclass AND contype = 'c' AND pg_get_constraintdef(oid) LIKE '%release_id%'
  LOOP
    EXECUTE format('ALTER TABLE decision_recipient DROP CONSTRAINT %I', rule);
  END LOOP;
END
$$;

ALTER TABLE decision_recipient
  ADD CHECK (CASE WHEN verdict IN ('release', 'trimmed') THEN release_id IS NOT NULL ELSE release_id IS NULL OR verdict = 'refused' END),
  ADD CHECK ((given::text <> '[]') = (verdict IN ('release', 'trimmed')));

-- A withdrawal voids what has not left in place.
ALTER TABLE release ADD COLUMN takes_back uuid REFERENCES release (release_id);

GRANT UPDATE (kind) ON release TO told_service;

-- A correction asks whether what it corrects was taken back already.
CREATE INDEX release_taken_back ON release (takes_back) WHERE takes_back IS NOT NULL;

-- Which agency said so: only that one ends it.
ALTER TABLE subject
  ADD COLUMN protected_since bigint,
  ADD COLUMN protected_by text,
  -- The key that stands for this person since two turned out to be one.
  ADD COLUMN merged_into text REFERENCES subject (subject_key),
  ADD CHECK ((protected_since IS NULL) = (protected_by IS NULL));

-- What was withheld as protected before the flag was kept.
UPDATE subject s SET protected_since = d.change_sequence, protected_by = d.source_agency
FROM (SELECT DISTINCT ON (d.subject_key) d.subject_key, d.change_sequence, d.source_agency
      FROM decision d JOIN decision_recipient r USING (change_id, run)
      WHERE r.withheld::text LIKE '%"protected"%' ORDER BY d.subject_key, d.change_sequence) AS d
WHERE d.subject_key = s.subject_key;

-- Which purpose a consent must be for.
ALTER TABLE agreement ADD COLUMN purpose text;
