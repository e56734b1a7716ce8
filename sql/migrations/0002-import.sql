-- Events of other logs, taken as they are.

-- imported: 1 where events of this origin came by import, so that some of them may not be held.
ALTER TABLE origin ADD COLUMN imported INTEGER NOT NULL DEFAULT 0;

-- Who brought an event here, and when. author as in event; name: what he was called then.
CREATE TABLE imported (
    pos INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    author INTEGER NOT NULL,
    name TEXT
) STRICT;

-- When the entry that gave an incident its title was recorded: of two logs the later one counts.
ALTER TABLE incident ADD COLUMN title_at INTEGER NOT NULL DEFAULT 0;

-- Is a short ref unique?
CREATE INDEX incident_tail ON incident (substr(ref, 10));
