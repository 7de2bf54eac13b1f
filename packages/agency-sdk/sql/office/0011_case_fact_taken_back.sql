-- What is taken back of a release leaves the fact that it brought, in whichever case that is: a body without the fields, or none.
GRANT UPDATE (body, duty_discharged) ON case_fact TO told_service;
CREATE INDEX case_fact_release ON case_fact (release_id) WHERE release_id IS NOT NULL;
