-- A release is also taken back because its person was erased: its recipient is told to erase what it was given.
ALTER TABLE taking_back
  DROP CONSTRAINT taking_back_kind_check,
  ADD CONSTRAINT taking_back_kind_check CHECK (kind IN ('trimmed', 'void', 'withdrawn', 'do-not-rely', 'erased'));
