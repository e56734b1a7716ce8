-- The ends of ids, a row for some thousands of them: one an event was more work than the event's other indexes together.

PRAGMA secure_delete=OFF; -- there is no text in it
DROP TABLE ending;
PRAGMA secure_delete=ON;

-- Derived, and brought up to the log when the recorder starts: of the events from the pos `first` on, sorted, in four
-- bytes each, the least first: the last 20 bits of the id, then 12 of how far behind `first` it is.
CREATE TABLE ending (
    first INTEGER PRIMARY KEY,
    ends BLOB NOT NULL
) STRICT;
