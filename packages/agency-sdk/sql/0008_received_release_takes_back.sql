-- The release that a withdrawn, do-not-rely or erased one takes back: it may be here already, wait, or come later.
ALTER TABLE received_release ADD COLUMN takes_back uuid;
CREATE INDEX received_release_takes_back ON received_release (takes_back) WHERE takes_back IS NOT NULL;
