-- Why telling the source was telling this office too, such as SI 2010/444 for births and deaths: notice then counts from the telling.
ALTER TABLE case_fact ADD COLUMN duty_discharged text;
