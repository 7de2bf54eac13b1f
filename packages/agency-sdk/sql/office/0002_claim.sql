-- A claim as it stood when its case was opened; what happened since is in case_fact. Derived from the journal.
CREATE TABLE claim (
  case_reference text PRIMARY KEY CHECK (case_reference ~ '^[A-Za-z0-9][A-Za-z0-9./_-]{0,39}$'),
  person jsonb NOT NULL, -- as the office knows them: nino, surname, forename, birthDate, postcode
  opening jsonb NOT NULL, -- the office's own record on the first day
  revision integer NOT NULL DEFAULT 0 CHECK (revision >= 0) -- entries taken so far; its row is the case's lock
) WITH (fillfactor = 80); -- the revision moves within the page
GRANT SELECT, INSERT, UPDATE, DELETE ON claim TO told_service;
