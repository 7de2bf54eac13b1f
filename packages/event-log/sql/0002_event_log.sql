CREATE SCHEMA event_log;
GRANT USAGE ON SCHEMA event_log TO told_service;
