-- Every service's login role is a member of this group; it can do what a writer and reader of the log needs, and no more.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'told_service') THEN
    CREATE ROLE told_service NOLOGIN;
  END IF;
EXCEPTION
  WHEN duplicate_object OR unique_violation THEN NULL; -- another database of this server made it at the same moment
END
$$;
