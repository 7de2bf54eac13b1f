-- What erased people's offices were given, and those that told them to erase it: an answer to one of these names a case of theirs, whenever it comes.
CREATE TABLE erased_release (
  -- As text: an agency's answer may name what is no id.
  release_id text PRIMARY KEY
);
GRANT SELECT, INSERT ON erased_release TO told_service;
