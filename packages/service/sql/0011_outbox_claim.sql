-- One statement of the relay, so that the row it locks is free again as soon as the claim is durable, however busy the relay's process is:
-- whoever withdraws something waits for that row. Deletes what the log has acknowledged, claims the oldest rows that are left, and answers
-- the last of them; null when none is. Each part sees what was committed before it, so a row is either replaced before it is claimed or
-- not at all.
CREATE FUNCTION outbox_claim(acknowledged bigint[], records_max integer) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
  last_id bigint;
BEGIN
  DELETE FROM outbox WHERE id = ANY (acknowledged);
  PERFORM FROM outbox_relay FOR UPDATE;
  SELECT max(id) INTO last_id FROM (SELECT id FROM outbox ORDER BY id LIMIT records_max) AS oldest;
  UPDATE outbox_relay SET claimed_through = last_id WHERE claimed_through < last_id;
  RETURN last_id;
END
$$;
