-- The case's award as it stands. Derived; made anew by each entry that is taken.
CREATE TABLE award (
  case_reference text PRIMARY KEY,
  scheme_id text NOT NULL,
  week_ends_on smallint NOT NULL CHECK (week_ends_on BETWEEN 0 AND 6), -- 0: Monday
  from_on date NOT NULL,
  covers_to date NOT NULL, -- beyond it no scheme is known
  ranges jsonb NOT NULL, -- [{from, to, weeklyPence, weeklyExact, entitled}], in order, without overlap
  to_verify jsonb NOT NULL, -- [{from, to, reason, detail}]: days without a number
  effects jsonb NOT NULL, -- [{factId, changedOn, effectiveOn, fromNotice}]: when each fact counted
  revision integer NOT NULL
) WITH (fillfactor = 70);
GRANT SELECT, INSERT, UPDATE, DELETE ON award TO told_service;

CREATE VIEW award_range AS
SELECT case_reference, scheme_id, (range ->> 'from')::date AS from_on, (range ->> 'to')::date AS to_on,
  (range ->> 'weeklyPence')::bigint AS weekly_pence, (range ->> 'entitled')::boolean AS entitled
FROM award, jsonb_array_elements(ranges) AS range;
GRANT SELECT ON award_range TO told_service;
