-- What could be live is found by the day on which a person last recorded something, not by a look at every incident. An index
-- of the time itself would be one more page of every commit; the day changes once a day.

-- Derived: person_recorded_at in days since 1970.
ALTER TABLE incident ADD COLUMN day INTEGER NOT NULL DEFAULT 0;
UPDATE incident SET day = person_recorded_at / 86400000000;
CREATE INDEX incident_day ON incident (day);
