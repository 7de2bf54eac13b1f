-- Which store's keys the bodies of changes are sealed with, by a name that tells nothing of them: started without it, or with another one in its
-- place, intake would seal for people whose earlier bodies nobody could open. One, for ever. Append-only by grant.
CREATE TABLE key_store (
  singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
  store_id  text    NOT NULL CHECK (store_id ~ '^[0-9a-f]{32}$')
);

GRANT SELECT, INSERT ON key_store TO told_service;
