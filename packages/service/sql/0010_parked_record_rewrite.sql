-- What is taken back while it waits is taken out of the waiting record, which keeps its place.
GRANT UPDATE (value, headers) ON parked_record TO told_service;
