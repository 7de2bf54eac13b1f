-- How a case was found to be about its subject. A pending interest waits for a first change; one that is refused was linked to the
-- wrong person, and nothing is decided for it until it is registered for another.
ALTER TABLE interest
  DROP CONSTRAINT interest_state_check,
  ADD CONSTRAINT interest_state_check CHECK (state IN ('pending', 'provisional', 'final', 'refused')),
  ADD COLUMN matched text NOT NULL DEFAULT 'nino' CHECK (matched IN ('nino', 'particulars', 'officer', 'none')),
  ADD COLUMN surname_digest  text,
  ADD COLUMN forename_digest text,
  -- It asked for what had been told before it was registered, and is still to be given that: when its person is certain.
  ADD COLUMN asks_back_fill boolean NOT NULL DEFAULT false,
  ADD CHECK ((state = 'pending') = (matched = 'none'));

-- A change looks for the interests that wait for its person.
CREATE INDEX interest_pending ON interest (birth_date_digest) WHERE state = 'pending';
CREATE INDEX interest_pending_by_place ON interest (postcode_digest, surname_prefix_digest) WHERE state = 'pending';

-- Everybody a case is about: what is settled for one of them moves the places of all.
CREATE INDEX interest_of_case ON interest (agency, case_reference);
