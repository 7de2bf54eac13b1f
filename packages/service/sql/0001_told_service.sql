-- The group role that every service's login role belongs to. Roles are the server's, so several databases may be migrated
-- at once: losing that race is not an error.
DO $$
BEGIN
  CREATE ROLE told_service NOLOGIN;
EXCEPTION
  WHEN duplicate_object OR unique_violation THEN NULL;
END
$$;

GRANT USAGE ON SCHEMA public TO told_service;
