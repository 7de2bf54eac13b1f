-- Which person an agency's case is about, so that the agency may tell a change by its case reference alone. What its interest says
-- outweighs what an earlier change seemed to say, since a partner's change may come under the claimant's reference.
CREATE TABLE known_case (
  agency         text    NOT NULL,
  case_reference text    NOT NULL,
  subject_key    text    NOT NULL,
  by_interest    boolean NOT NULL,
  PRIMARY KEY (agency, case_reference)
);

GRANT SELECT, INSERT, UPDATE ON known_case TO told_service;
