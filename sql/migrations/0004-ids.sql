-- The id as it is: UUIDs of version 7 grow, so its index is written at its end, where the column `tail` (the id with
-- its hex digits in reverse) put every event on a page of its own. For the end of an id, which people type,
-- there is an index by stretches of 16,384 events, so that only the newest stretch is written to.

DROP TRIGGER event_is_never_deleted;
DROP TRIGGER event_is_never_changed;
ALTER TABLE event RENAME TO event_before;

-- author: uid * 2^32 + login uid + 1; NULL for a machine entry.
-- json: the canonical text; of an expunged event what is left, and then salt and digest are NULL.
CREATE TABLE event (
    pos INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    origin INTEGER NOT NULL REFERENCES origin (number),
    seq INTEGER NOT NULL,
    incident BLOB CHECK (length(incident) = 16),
    kind TEXT NOT NULL,
    at INTEGER,
    author INTEGER,
    digest BLOB CHECK (length(digest) = 16),
    salt BLOB CHECK (length(salt) = 16),
    leaf BLOB NOT NULL CHECK (length(leaf) = 32),
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    json TEXT NOT NULL,
    UNIQUE (origin, seq)
) STRICT;

INSERT INTO event (pos, id, origin, seq, incident, kind, at, author, digest, salt, leaf, hash, json)
SELECT pos, id_of_tail(tail), origin, seq, incident, kind, at, author, digest, salt, leaf, hash, json
FROM event_before ORDER BY pos;

DROP TABLE event_before;

CREATE INDEX event_incident ON event (incident, pos);
CREATE INDEX event_author ON event (author, pos) WHERE author IS NOT NULL;
CREATE INDEX event_answered ON event (incident, kind, pos) WHERE kind IN ('hypothesis', 'task');
CREATE INDEX event_tail ON event (pos >> 14, substr(hex(id), 28));

-- Derived, and made anew when the recorder starts: which events point at an event or, merged, at an incident.
DROP TABLE reference;
CREATE TABLE reference (
    target BLOB NOT NULL,
    pos INTEGER NOT NULL,
    PRIMARY KEY (target, pos)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER event_is_never_deleted BEFORE DELETE ON event
BEGIN
    SELECT raise(ABORT, 'the log is append-only');
END;

-- The one change that is allowed: an expunged event loses its text.
CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON event
WHEN NOT (
    NEW.salt IS NULL AND NEW.digest IS NULL
    AND NEW.pos = OLD.pos AND NEW.id = OLD.id AND NEW.origin = OLD.origin AND NEW.seq = OLD.seq
    AND NEW.incident IS OLD.incident AND NEW.kind = OLD.kind AND NEW.at IS OLD.at AND NEW.author IS OLD.author
    AND NEW.leaf = OLD.leaf AND NEW.hash = OLD.hash
    AND EXISTS (
        SELECT 1 FROM reference JOIN event AS expunged ON expunged.pos = reference.pos
        WHERE reference.target = OLD.id AND expunged.kind = 'expunged'
    )
)
BEGIN
    SELECT raise(ABORT, 'the log is append-only');
END;
