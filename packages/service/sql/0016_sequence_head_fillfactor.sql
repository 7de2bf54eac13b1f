-- A head moves with nearly every batch: with room in its page the index need not be told.
ALTER TABLE sequence_head SET (fillfactor = 50);
