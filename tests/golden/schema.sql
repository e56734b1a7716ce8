CREATE VIEW whole_run AS
SELECT first, author, incident,
    coalesce((SELECT min(next.first) FROM run AS next WHERE next.first > run.first) - 1, 9223372036854775807) AS last
FROM run;
CREATE TRIGGER event_is_expunged AFTER UPDATE ON event
BEGIN
    DELETE FROM excerpt WHERE block = NEW.pos >> 10;
END;
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
CREATE TRIGGER event_is_never_deleted BEFORE DELETE ON event
BEGIN
    SELECT raise(ABORT, 'the log is append-only');
END;
CREATE TABLE ballast (
    filler BLOB NOT NULL
) STRICT;
CREATE TABLE choice (
    author INTEGER PRIMARY KEY,
    incident BLOB NOT NULL CHECK (length(incident) = 16),
    pos INTEGER NOT NULL
) STRICT;
CREATE TABLE effective (
    pos INTEGER PRIMARY KEY,
    incident BLOB,
    kind TEXT NOT NULL,
    at INTEGER,
    retracted INTEGER NOT NULL,
    json TEXT NOT NULL
) STRICT;
CREATE TABLE ending (
    first INTEGER PRIMARY KEY,
    ends BLOB NOT NULL
) STRICT;
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
CREATE TABLE excerpt (
    block INTEGER PRIMARY KEY,
    made TEXT NOT NULL,
    texts BLOB NOT NULL
) STRICT;
CREATE TABLE imported (
    pos INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    author INTEGER NOT NULL,
    name TEXT
) STRICT;
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
, title_at INTEGER NOT NULL DEFAULT 0, day INTEGER NOT NULL DEFAULT 0) STRICT, WITHOUT ROWID;
CREATE TABLE meta (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE milestone (
    incident BLOB NOT NULL,
    number INTEGER NOT NULL,
    rank INTEGER NOT NULL,
    at INTEGER NOT NULL,
    about INTEGER NOT NULL,
    pos INTEGER NOT NULL,
    PRIMARY KEY (incident, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE origin (
    number INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    machine TEXT NOT NULL,
    host TEXT NOT NULL,
    created_at INTEGER NOT NULL
, imported INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE TABLE reference (
    target BLOB NOT NULL,
    pos INTEGER NOT NULL,
    PRIMARY KEY (target, pos)
) STRICT, WITHOUT ROWID;
CREATE TABLE run (
    first INTEGER PRIMARY KEY,
    author INTEGER,
    incident BLOB
) STRICT;
CREATE TABLE task (
    pos INTEGER PRIMARY KEY,
    incident BLOB NOT NULL,
    due TEXT
) STRICT;
CREATE INDEX effective_answered ON effective (incident, kind, pos) WHERE kind IN ('hypothesis', 'task');
CREATE INDEX effective_deciding ON effective (incident, kind, pos)
WHERE retracted = 0
    AND (kind = 'opened' OR kind = 'detected' OR kind = 'acknowledged' OR kind = 'impact' OR
         kind = 'escalated' OR kind = 'severity' OR kind = 'retitled' OR kind = 'mitigated' OR
         kind = 'resolved' OR kind = 'cause' OR kind = 'shared' OR kind = 'closed' OR kind = 'reopened');
CREATE INDEX effective_end ON effective (incident, kind, pos) WHERE kind IN ('cause', 'resolved');
CREATE INDEX effective_incident ON effective (incident, pos);
CREATE INDEX event_answered ON event (incident, kind, pos) WHERE kind IN ('hypothesis', 'task');
CREATE INDEX event_deciding ON event (incident, kind, pos)
WHERE kind <> 'note'
    AND (kind = 'opened' OR kind = 'detected' OR kind = 'acknowledged' OR kind = 'impact' OR
         kind = 'escalated' OR kind = 'severity' OR kind = 'retitled' OR kind = 'mitigated' OR
         kind = 'resolved' OR kind = 'cause' OR kind = 'shared' OR kind = 'closed' OR kind = 'reopened');
CREATE INDEX event_end ON event (incident, kind, pos) WHERE kind IN ('cause', 'resolved');
CREATE INDEX incident_day ON incident (day);
CREATE INDEX incident_opened ON incident (opened_pos);
CREATE INDEX incident_root ON incident (root);
CREATE INDEX incident_tail ON incident (substr(ref, 10));
CREATE INDEX run_author ON run (author) WHERE author IS NOT NULL;
CREATE INDEX run_incident ON run (incident);
CREATE INDEX task_incident ON task (incident);
