-- The log. `event` is the only truth, but for `choice`; everything under "derived" can be rebuilt from it.
-- Times are microseconds since 1970, UTC. Ids are the 16 bytes of a UUID.

CREATE TABLE meta (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- One row a log that events here come from. An origin is one database on one machine.
CREATE TABLE origin (
    number INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    machine TEXT NOT NULL,
    host TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

-- tail: the id with its 32 hex digits in reverse, so that the last characters, which people type, come
-- first and an index finds them. author: uid * 2^32 + login uid + 1; NULL for a machine entry.
-- json: the canonical text; of an expunged event what is left, and then salt and digest are NULL.
CREATE TABLE event (
    pos INTEGER PRIMARY KEY,
    tail BLOB NOT NULL UNIQUE CHECK (length(tail) = 16),
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

CREATE INDEX event_incident ON event (incident, pos);
CREATE INDEX event_author ON event (author, pos) WHERE author IS NOT NULL;

-- Which incident a user chose with `switch`; pos: the newest event then.
CREATE TABLE choice (
    author INTEGER PRIMARY KEY,
    incident BLOB NOT NULL CHECK (length(incident) = 16),
    pos INTEGER NOT NULL
) STRICT;

-- Derived: which events point at an event (its tail) or, merged, at an incident's opening.
CREATE TABLE reference (
    tail BLOB NOT NULL,
    pos INTEGER NOT NULL,
    PRIMARY KEY (tail, pos)
) STRICT, WITHOUT ROWID;

-- Derived: events that corrections changed, as they stand.
CREATE TABLE effective (
    pos INTEGER PRIMARY KEY,
    incident BLOB,
    kind TEXT NOT NULL,
    at INTEGER,
    retracted INTEGER NOT NULL,
    json TEXT NOT NULL
) STRICT;

CREATE INDEX effective_incident ON effective (incident, pos);

-- Derived: a row an incident. root: the incident that it is part of after merges, mostly itself.
CREATE TABLE incident (
    id BLOB PRIMARY KEY CHECK (length(id) = 16),
    root BLOB NOT NULL,
    merged_into BLOB,
    opened_pos INTEGER NOT NULL,
    opened_at INTEGER,
    ref TEXT NOT NULL,
    title TEXT NOT NULL,
    title_pos INTEGER NOT NULL,
    severity INTEGER,
    severity_at INTEGER,
    severity_pos INTEGER,
    state TEXT NOT NULL,
    reason TEXT,
    entries INTEGER NOT NULL,
    corrected INTEGER NOT NULL,
    retracted INTEGER NOT NULL,
    impacts INTEGER NOT NULL,
    impacts_open INTEGER NOT NULL,
    impact_until INTEGER,
    reopened_at INTEGER,
    mitigated_at INTEGER,
    resolved_at INTEGER,
    closed_at INTEGER,
    closed_pos INTEGER,
    resolved_recorded_at INTEGER,
    person_recorded_at INTEGER NOT NULL,
    last_recorded_at INTEGER NOT NULL,
    shared INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX incident_root ON incident (root);
CREATE INDEX incident_opened ON incident (opened_pos);

-- Derived: the milestones of an incident. number: enum milestone; rank: by which rule.
CREATE TABLE milestone (
    incident BLOB NOT NULL,
    number INTEGER NOT NULL,
    rank INTEGER NOT NULL,
    at INTEGER NOT NULL,
    about INTEGER NOT NULL,
    pos INTEGER NOT NULL,
    PRIMARY KEY (incident, number)
) STRICT, WITHOUT ROWID;

-- Derived: the tasks of an incident that were not done when they were recorded.
CREATE TABLE task (
    pos INTEGER PRIMARY KEY,
    incident BLOB NOT NULL,
    due TEXT
) STRICT;

CREATE INDEX task_incident ON task (incident);

CREATE TRIGGER event_is_never_deleted BEFORE DELETE ON event
BEGIN
    SELECT raise(ABORT, 'the log is append-only');
END;

-- The one change that is allowed: an expunged event loses its text.
CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON event
WHEN NOT (
    NEW.salt IS NULL AND NEW.digest IS NULL
    AND NEW.pos = OLD.pos AND NEW.tail = OLD.tail AND NEW.origin = OLD.origin AND NEW.seq = OLD.seq
    AND NEW.incident IS OLD.incident AND NEW.kind = OLD.kind AND NEW.at IS OLD.at AND NEW.author IS OLD.author
    AND NEW.leaf = OLD.leaf AND NEW.hash = OLD.hash
    AND EXISTS (
        SELECT 1 FROM reference JOIN event AS expunged ON expunged.pos = reference.pos
        WHERE reference.tail = OLD.tail AND expunged.kind = 'expunged'
    )
)
BEGIN
    SELECT raise(ABORT, 'the log is append-only');
END;

-- Room for a full disk is made by filling this and emptying it again: the pages stay on the free list.
CREATE TABLE ballast (
    filler BLOB NOT NULL
) STRICT;
