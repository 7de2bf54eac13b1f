-- Numbers everything an agency takes in, releases and its own officers' commands alike, so that both can be gone through again in the
-- order in which they took effect. A number is drawn after the case is locked: within a case, numbers rise with the commits.
CREATE SEQUENCE entry_number;
GRANT USAGE, SELECT ON SEQUENCE entry_number TO told_service;
