-- The ends of ids, which people type, in a table of their own: it is written many rows at once, when an index of
-- `event` was one more page of every commit, and a function for every event.

DROP INDEX event_tail;

-- Derived, and brought up to the log when the recorder starts: end: the last 20 bits of an id; stretch: pos >> 14.
CREATE TABLE ending (
    stretch INTEGER NOT NULL,
    end INTEGER NOT NULL,
    pos INTEGER NOT NULL,
    PRIMARY KEY (stretch, end, pos)
) STRICT, WITHOUT ROWID;
