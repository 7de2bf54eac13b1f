-- Every login role that serves the registry is a member of this group; it may add schemas and versions, and change none.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'told_service') THEN
    CREATE ROLE told_service NOLOGIN;
  END IF;
EXCEPTION
  WHEN duplicate_object OR unique_violation THEN NULL; -- another database of this server made it at the same moment
END
$$;
