-- The fence of suspensions: one row. Suspending locks it FOR UPDATE and raises the version; deciding locks it FOR SHARE and records it.
CREATE TABLE suspension_fence (
  singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
  version   bigint  NOT NULL DEFAULT 0
);

INSERT INTO suspension_fence DEFAULT VALUES;

GRANT SELECT, UPDATE ON suspension_fence TO told_service;

-- Every suspension and resumption, the newest of a target in force. On told.suspensions too. Append-only by grant.
CREATE TABLE suspension (
  version            bigint PRIMARY KEY,
  target             text   NOT NULL CHECK (target IN ('agreement', 'agency')),
  id                 text   NOT NULL,
  action             text   NOT NULL CHECK (action IN ('suspended', 'resumed')),
  reason             text   NOT NULL,
  recorded_at_micros bigint NOT NULL
);

CREATE INDEX suspension_of_target ON suspension (target, id, version);

GRANT SELECT, INSERT ON suspension TO told_service;
