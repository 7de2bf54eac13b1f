-- What rests on a first change: whoever may not have a correction is told not to rely on any value of its chain. Changes that stand alone,
-- nearly all, are found by their own key and cost nothing here.
CREATE INDEX decision_of_chain ON decision (root_change_id) WHERE previous_change_id IS NOT NULL;
