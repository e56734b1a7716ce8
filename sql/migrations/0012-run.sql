-- Who recorded an event, and in which incident, is mostly as of the event before it. So a row a run of the log says it
-- instead of two indexes with a row an event: while one author writes into one incident, nothing is written to it.

-- Derived: where a run begins; it ends where the next one begins. author, incident: as in event, of all of its events.
CREATE TABLE run (
    first INTEGER PRIMARY KEY,
    author INTEGER,
    incident BLOB
) STRICT;

-- Made of the two indexes that go, for they are a tenth of the log: a run begins where one of an incident or of an author
-- does, and behind the end of an author's, as machines have none.
INSERT INTO run (first, author, incident)
SELECT pos, author, incident FROM event
WHERE pos IN (
    SELECT one.pos FROM event AS one INDEXED BY event_incident
    WHERE NOT EXISTS (
        SELECT 1 FROM event AS before INDEXED BY event_incident
        WHERE before.incident IS one.incident AND before.pos = one.pos - 1
    )
    UNION ALL
    SELECT one.pos FROM event AS one INDEXED BY event_author
    WHERE one.author IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM event AS before INDEXED BY event_author
        WHERE before.author = one.author AND before.pos = one.pos - 1
    )
    UNION ALL
    SELECT one.pos + 1 FROM event AS one INDEXED BY event_author
    WHERE one.author IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM event AS next INDEXED BY event_author
        WHERE next.author = one.author AND next.pos = one.pos + 1
    )
)
ORDER BY pos;

CREATE INDEX run_author ON run (author) WHERE author IS NOT NULL;
CREATE INDEX run_incident ON run (incident);

-- The same with where it ends.
CREATE VIEW whole_run AS
SELECT first, author, incident,
    coalesce((SELECT min(next.first) FROM run AS next WHERE next.first > run.first) - 1, 9223372036854775807) AS last
FROM run;

-- They hold no text, so their pages need not be overwritten.
PRAGMA secure_delete=OFF;
DROP INDEX event_incident;
DROP INDEX event_author;
PRAGMA secure_delete=ON;
