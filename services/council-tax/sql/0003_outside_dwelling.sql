-- Dwellings that the office's property register has in another authority's area: who moves there is liable here no longer.
-- Derived from the journal; the first word stands.
CREATE TABLE outside_dwelling (
  uprn text PRIMARY KEY CHECK (uprn ~ '^[0-9]{12}$'),
  authority text NOT NULL CHECK (authority ~ '^[ENSW][0-9]{8}$') -- GSS code
);
GRANT SELECT, INSERT, DELETE ON outside_dwelling TO told_service;
