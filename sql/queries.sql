-- Every statement of the recorder, by name. Parameters are ?1, ?2 … in the order in which they are bound.

-- begin: a batch, or anything else that changes rows
BEGIN IMMEDIATE;

-- commit: the batch is on disk
COMMIT;

-- rollback: nothing of the batch was
ROLLBACK;

-- meta_get: a setting of this database
SELECT value FROM meta WHERE name = ?1;

-- meta_set: change it
INSERT INTO meta (name, value) VALUES (?1, ?2)
ON CONFLICT (name) DO UPDATE SET value = excluded.value;

-- meta_drop: forget it
DELETE FROM meta WHERE name = ?1;

-- origin_current: the origin that goes on, if it was made on this machine
SELECT number, id FROM origin
WHERE machine = ?1 AND (SELECT value FROM meta WHERE name = 'machine') = ?1
ORDER BY number DESC LIMIT 1;

-- origin_add: a log begins
INSERT INTO origin (id, machine, host, created_at) VALUES (?1, ?2, ?3, ?4);

-- origin_head: where its chain stands
SELECT seq, hash, json FROM event WHERE origin = ?1 ORDER BY seq DESC LIMIT 1;

-- origin_list: all of them, in order of number
SELECT number, id, host, imported FROM origin ORDER BY number;

-- origin_other: is there another log than one?
SELECT 1 FROM origin LIMIT 1 OFFSET 1;

-- origin_find: its number
SELECT number FROM origin WHERE id = ?1;

-- origin_add_imported: a log of which events come by import
INSERT INTO origin (id, machine, host, created_at, imported) VALUES (?1, '', ?2, ?3, 1);

-- origin_set_imported: from now on there may be holes in it
UPDATE origin SET imported = 1 WHERE number = ?1 AND imported = 0;

-- imported_add: who brought an event, and when
INSERT INTO imported (pos, at, author, name) VALUES (?1, ?2, ?3, ?4);

-- imported_get: of an event
SELECT at, author, name FROM imported WHERE pos = ?1;

-- event_newest: the newest pos
SELECT pos FROM event ORDER BY pos DESC LIMIT 1;

-- event_count: how many there are; positions have no gaps
SELECT coalesce(max(pos), 0) FROM event;

-- event_add: append what waits, in its order (daemon/store/pending.h); if a row is refused, the transaction is taken back
INSERT OR FAIL INTO event (pos, id, origin, seq, incident, kind, at, author, digest, salt, leaf, hash, json)
SELECT pos, id, origin, seq, incident, kind, at, author, digest, salt, leaf, hash, json FROM pending;

-- run_add: those of them with which a run begins (daemon/store/run.h)
INSERT OR FAIL INTO run (first, author, incident) SELECT pos, author, incident FROM pending WHERE begins;

-- run_newest: the one that goes on
SELECT author, incident FROM run ORDER BY first DESC LIMIT 1;

-- event_greatest: the greatest id
SELECT id FROM event ORDER BY id DESC LIMIT 1;

-- event_find: by id
SELECT pos FROM event WHERE id = ?1;

-- event_get: by id, with its effective form
SELECT event.pos, event.kind, event.author, event.digest, event.json, effective.json,
    iif(effective.pos IS NULL, event.incident, effective.incident), coalesce(effective.retracted, 0)
FROM event LEFT JOIN effective ON effective.pos = event.pos
WHERE event.id = ?1;

-- event_id: by pos
SELECT id FROM event WHERE pos = ?1;

-- event_strip: what expunge leaves
UPDATE event SET json = ?2, salt = NULL, digest = NULL WHERE id = ?1;

-- event_to_strip: has it a text although it was expunged?
SELECT 1 FROM event
WHERE id = ?1 AND salt IS NOT NULL AND EXISTS (
    SELECT 1 FROM reference JOIN event AS expunged ON expunged.pos = reference.pos
    WHERE reference.target = event.id AND expunged.kind = 'expunged'
);

-- event_last: what an author recorded and is not retracted, newest first, with its kind: who, within, how many
SELECT event.id, coalesce(effective.kind, event.kind)
FROM whole_run CROSS JOIN event LEFT JOIN effective ON effective.pos = event.pos
LEFT JOIN incident ON incident.id = iif(effective.pos IS NULL, event.incident, effective.incident)
WHERE whole_run.author = ?1 AND event.pos BETWEEN whole_run.first AND whole_run.last
    AND coalesce(effective.retracted, 0) = 0
    AND (?2 IS NULL OR incident.root = ?2)
ORDER BY whole_run.first DESC, event.pos DESC LIMIT ?3;

-- event_ids: from one pos to another
SELECT id FROM event WHERE pos > ?1 AND pos <= ?2 ORDER BY pos;

-- ending_add: those of the events from a pos on (daemon/store/ending.h)
INSERT INTO ending (first, ends) VALUES (?1, ?2);

-- ending_last: the newest pos that is there
SELECT first + length(ends) / 4 - 1 FROM ending ORDER BY first DESC LIMIT 1;

-- ending_clear: all of them
DELETE FROM ending;

-- ending_find: those that have something from one pos to another
SELECT first, ends FROM ending
WHERE first BETWEEN coalesce((SELECT max(first) FROM ending WHERE first <= ?1), 1) AND ?2
ORDER BY first;

-- event_place: by pos: which one, and the incident that it is in now
SELECT event.id, incident.root
FROM event LEFT JOIN effective ON effective.pos = event.pos
LEFT JOIN incident ON incident.id = iif(effective.pos IS NULL, event.incident, effective.incident)
WHERE event.pos = ?1;

-- event_unfiled: how many unfiled entries happened since
SELECT count(*) FROM (
    SELECT event.pos
    FROM whole_run CROSS JOIN event LEFT JOIN effective ON effective.pos = event.pos
    WHERE whole_run.incident IS NULL AND event.pos BETWEEN whole_run.first AND whole_run.last AND event.at >= ?1
        AND event.kind NOT IN ('amended', 'retracted', 'moved', 'merged', 'expunged')
        AND (effective.pos IS NULL OR (effective.incident IS NULL AND effective.retracted = 0))
    LIMIT 1000
);

-- reference_add: this event points at that one
INSERT OR IGNORE INTO reference (target, pos) VALUES (?1, ?2);

-- reference_any: does anything point at an event?
SELECT 1 FROM reference WHERE target = ?1 LIMIT 1;

-- reference_corrections: what changes an event and stands itself, in the order in which it applies
SELECT event.kind, event.json
FROM reference JOIN event ON event.pos = reference.pos
LEFT JOIN effective ON effective.pos = event.pos
JOIN origin ON origin.number = event.origin
WHERE reference.target = ?1 AND coalesce(effective.retracted, 0) = 0
    AND event.kind IN ('amended', 'retracted', 'moved', 'expunged')
ORDER BY json_extract(event.json, '$.recorded_at'), origin.id, event.seq;

-- reference_applying: the same in a log that is alone
SELECT event.kind, event.json
FROM reference JOIN event ON event.pos = reference.pos
LEFT JOIN effective ON effective.pos = event.pos
WHERE reference.target = ?1 AND coalesce(effective.retracted, 0) = 0
    AND event.kind IN ('amended', 'retracted', 'moved', 'expunged')
ORDER BY reference.pos;

-- reference_copies: events that hold a copy of an event's text and were not expunged
SELECT event.id FROM reference JOIN event ON event.pos = reference.pos
WHERE reference.target = ?1 AND event.kind IN ('amended', 'opened') AND event.salt IS NOT NULL
ORDER BY event.pos;

-- reference_ends: is there something that stands and ends it: a ruling, or of a task that it is done or dropped?
-- (a list of more than two would be made a table for each run)
SELECT 1 FROM reference JOIN event ON event.pos = reference.pos
LEFT JOIN effective ON effective.pos = event.pos
WHERE reference.target = ?1 AND coalesce(effective.retracted, 0) = 0
    AND (coalesce(effective.kind, event.kind) IN ('ruled_out', 'confirmed')
        OR coalesce(effective.kind, event.kind) IN ('task_done', 'task_dropped'))
LIMIT 1;

-- reference_opened: was an incident opened for it?
SELECT 1 FROM reference JOIN event ON event.pos = reference.pos
WHERE reference.target = ?1 AND event.kind = 'opened'
LIMIT 1;

-- reference_targets: every event that something points at, newest first
SELECT DISTINCT reference.target
FROM reference JOIN event ON event.id = reference.target
ORDER BY event.pos DESC;

-- merge_of: where the newest merge of an incident that stands points
SELECT json_extract(event.json, '$.data.to')
FROM reference JOIN event ON event.pos = reference.pos
LEFT JOIN effective ON effective.pos = event.pos
WHERE reference.target = ?1 AND event.kind = 'merged' AND coalesce(effective.retracted, 0) = 0
ORDER BY event.pos DESC LIMIT 1;

-- effective_save: an event as it stands
INSERT INTO effective (pos, incident, kind, at, retracted, json) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
ON CONFLICT (pos) DO UPDATE SET incident = excluded.incident, kind = excluded.kind, at = excluded.at,
    retracted = excluded.retracted, json = excluded.json;

-- effective_drop: it stands as it was recorded
DELETE FROM effective WHERE pos = ?1;

-- incident_get: its row, in the order of struct summary
SELECT root, merged_into, opened_pos, opened_at, ref, title, title_pos, severity, severity_at,
    severity_pos, state, reason, entries, corrected, retracted, impacts, impacts_open, impact_until,
    reopened_at, mitigated_at, resolved_at, closed_at, closed_pos, resolved_recorded_at,
    person_recorded_at, last_recorded_at, shared, title_at, day
FROM incident WHERE id = ?1;

-- incident_add: one that was opened, still empty
INSERT INTO incident (id, root, opened_pos, ref, title, title_pos, state, entries, corrected, retracted,
    impacts, impacts_open, person_recorded_at, last_recorded_at, shared)
VALUES (?1, ?1, ?2, ?3, '', 0, '', 0, 0, 0, 0, 0, 0, 0, 0);

-- incident_save: its row, but for what stays, its root and its day, which incident_set_root and incident_set_day set
UPDATE incident SET merged_into = ?2, opened_at = ?3, title = ?4, title_pos = ?5, severity = ?6,
    severity_at = ?7, severity_pos = ?8, state = ?9, reason = ?10, entries = ?11, corrected = ?12,
    retracted = ?13, impacts = ?14, impacts_open = ?15, impact_until = ?16, reopened_at = ?17,
    mitigated_at = ?18, resolved_at = ?19, closed_at = ?20, closed_pos = ?21, resolved_recorded_at = ?22,
    person_recorded_at = ?23, last_recorded_at = ?24, shared = ?25, title_at = ?26
WHERE id = ?1;

-- incident_set_day: on which a person last recorded something in it
UPDATE incident SET day = ?2 WHERE id = ?1;

-- incident_set_root: after a merge
UPDATE incident SET root = ?2 WHERE id = ?1;

-- incident_recent: those in which a person recorded something since
SELECT id FROM incident WHERE day >= ?1 / 86400000000 AND person_recorded_at >= ?1;

-- incident_same_tail: another one whose ref ends alike
SELECT 1 FROM incident WHERE substr(ref, 10) = ?1 AND id <> ?2 AND id = root LIMIT 1;

-- incident_merged_into: those that were merged into it, whether it was here or not
SELECT id FROM incident WHERE merged_into = ?1 AND id <> ?1;

-- incident_first: the lowest pos of what is in it, what was merged into it or moved there included
SELECT min(min(
    coalesce((SELECT min(run.first) FROM run WHERE run.incident = incident.id), incident.opened_pos),
    coalesce((SELECT min(effective.pos) FROM effective WHERE effective.incident = incident.id), incident.opened_pos)
))
FROM incident WHERE root = ?1;

-- incident_members: an incident, and then what was merged into it, newest first
SELECT id FROM incident WHERE root = ?1 ORDER BY id = root DESC, opened_pos DESC;

-- incident_latest: the one that was opened last
SELECT id FROM incident WHERE id = root ORDER BY opened_pos DESC LIMIT 1;

-- incident_left_open: an older one that nobody resolved or closed
SELECT id FROM incident
WHERE id = root AND state IN ('open', 'mitigated')
ORDER BY last_recorded_at DESC LIMIT 1;

-- incident_opened_after: was one opened after this pos?
SELECT 1 FROM incident WHERE opened_pos > ?1 LIMIT 1;

-- incident_find: those whose ref or id has this part; exact tails first
SELECT id, root, substr(ref, 10) = ?1 OR ref = ?1 OR lower(hex(id)) = ?1 AS exact
FROM incident
WHERE instr(ref, ?1) OR instr(lower(hex(id)), ?1)
ORDER BY exact DESC, opened_pos DESC LIMIT 20;

-- incident_page: newest first, opened before this pos
SELECT id, opened_pos FROM incident WHERE opened_pos < ?1 ORDER BY opened_pos DESC LIMIT ?2;

-- incident_all: every one
SELECT id FROM incident;

-- milestone_list: of an incident
SELECT number, rank, at, about, pos FROM milestone WHERE incident = ?1;

-- milestone_clear: of an incident
DELETE FROM milestone WHERE incident = ?1;

-- milestone_add: one of an incident
INSERT INTO milestone (incident, number, rank, at, about, pos) VALUES (?1, ?2, ?3, ?4, ?5, ?6);

-- task_add: a task
INSERT INTO task (pos, incident, due) VALUES (?1, ?2, ?3)
ON CONFLICT (pos) DO UPDATE SET incident = excluded.incident, due = excluded.due;

-- task_take: those of an incident are its root's
UPDATE task SET incident = ?2 WHERE incident <> ?2 AND pos IN (
    SELECT event.pos FROM event LEFT JOIN effective ON effective.pos = event.pos
    WHERE event.incident = ?1 AND event.kind IN ('hypothesis', 'task')
        AND (effective.pos IS NULL OR effective.incident = ?1)
    UNION ALL
    SELECT pos FROM effective WHERE incident = ?1 AND kind IN ('hypothesis', 'task')
);

-- task_drop: it is none any more
DELETE FROM task WHERE pos = ?1;

-- task_clear: of an incident
DELETE FROM task WHERE incident = ?1;

-- task_open: the tasks of an incident without a task_done or task_dropped that stands, and when each is due
SELECT event.id, task.due
FROM task JOIN event ON event.pos = task.pos
WHERE task.incident = ?1 AND NOT EXISTS (
    SELECT 1 FROM reference JOIN event AS answer ON answer.pos = reference.pos
    LEFT JOIN effective ON effective.pos = answer.pos
    WHERE reference.target = event.id AND coalesce(effective.retracted, 0) = 0
        AND coalesce(effective.kind, answer.kind) IN ('task_done', 'task_dropped')
)
ORDER BY task.pos;

-- choice_get: which incident this author chose, and when
SELECT incident, pos FROM choice WHERE author = ?1;

-- choice_set: switch
INSERT INTO choice (author, incident, pos) VALUES (?1, ?2, ?3)
ON CONFLICT (author) DO UPDATE SET incident = excluded.incident, pos = excluded.pos;

-- choice_drop: switch back to nothing
DELETE FROM choice WHERE author = ?1;

-- scan_member: the events that were recorded in one incident and still are in it, as they stand
SELECT event.pos, coalesce(effective.json, event.json), coalesce(effective.kind, event.kind),
    iif(effective.pos IS NULL, event.at, effective.at)
FROM whole_run CROSS JOIN event LEFT JOIN effective ON effective.pos = event.pos
WHERE whole_run.incident = ?1 AND event.pos BETWEEN whole_run.first AND whole_run.last
    AND (effective.pos IS NULL OR effective.incident = ?1)
ORDER BY whole_run.first, event.pos;

-- scan_moved: those that were moved into it, in the same columns
SELECT effective.pos, effective.json, effective.kind, effective.at
FROM effective JOIN event ON event.pos = effective.pos
WHERE effective.incident = ?1 AND event.incident IS NOT ?1
ORDER BY effective.pos;

-- scan_deciding: those of both in any order, of those that stand those that decide (daemon/store/summary.h)
SELECT event.pos, event.json, event.kind, event.at
FROM event LEFT JOIN effective ON effective.pos = event.pos
WHERE event.incident = ?1 AND effective.pos IS NULL AND event.kind <> 'note'
    AND (event.kind = 'opened' OR event.kind = 'detected' OR event.kind = 'acknowledged' OR
         event.kind = 'impact' OR event.kind = 'escalated' OR event.kind = 'severity' OR
         event.kind = 'retitled' OR event.kind = 'mitigated' OR event.kind = 'resolved' OR
         event.kind = 'cause' OR event.kind = 'shared' OR event.kind = 'closed' OR event.kind = 'reopened')
UNION ALL
SELECT pos, json, kind, at FROM effective
WHERE incident = ?1 AND retracted = 0
    AND (kind = 'opened' OR kind = 'detected' OR kind = 'acknowledged' OR kind = 'impact' OR
         kind = 'escalated' OR kind = 'severity' OR kind = 'retitled' OR kind = 'mitigated' OR
         kind = 'resolved' OR kind = 'cause' OR kind = 'shared' OR kind = 'closed' OR kind = 'reopened');

-- scan_judged: of these those that are judged by others
SELECT event.pos, event.json, event.kind, event.at
FROM event LEFT JOIN effective ON effective.pos = event.pos
WHERE event.incident = ?1 AND effective.pos IS NULL AND event.kind IN ('mitigated', 'cause') AND event.kind <> 'note'
    AND (event.kind = 'opened' OR event.kind = 'detected' OR event.kind = 'acknowledged' OR
         event.kind = 'impact' OR event.kind = 'escalated' OR event.kind = 'severity' OR
         event.kind = 'retitled' OR event.kind = 'mitigated' OR event.kind = 'resolved' OR
         event.kind = 'cause' OR event.kind = 'shared' OR event.kind = 'closed' OR event.kind = 'reopened')
UNION ALL
SELECT pos, json, kind, at FROM effective
WHERE incident = ?1 AND retracted = 0 AND kind IN ('mitigated', 'cause')
    AND (kind = 'opened' OR kind = 'detected' OR kind = 'acknowledged' OR kind = 'impact' OR
         kind = 'escalated' OR kind = 'severity' OR kind = 'retitled' OR kind = 'mitigated' OR
         kind = 'resolved' OR kind = 'cause' OR kind = 'shared' OR kind = 'closed' OR kind = 'reopened');

-- scan_changed: those that stand otherwise than they were recorded and happened after a time
SELECT pos, json, kind, at FROM effective WHERE incident = ?1 AND retracted = 0 AND at > ?2;

-- scan_one: one, if it stands as it was recorded
SELECT event.pos, event.json, event.kind, event.at
FROM event LEFT JOIN effective ON effective.pos = event.pos
WHERE event.pos = ?1 AND effective.pos IS NULL;

-- event_after: what was recorded in an incident, may be a person's and happened after a time
SELECT event.pos, event.at FROM whole_run CROSS JOIN event
WHERE whole_run.incident = ?1 AND event.pos BETWEEN whole_run.first AND whole_run.last AND event.at > ?2
    AND (whole_run.author IS NOT NULL OR EXISTS (SELECT 1 FROM imported WHERE imported.pos = event.pos));

-- scan_newest: as scan_member, newest first, and the id and whether it was retracted
SELECT event.pos, coalesce(effective.json, event.json), coalesce(effective.kind, event.kind), event.id,
    coalesce(effective.retracted, 0)
FROM whole_run CROSS JOIN event LEFT JOIN effective ON effective.pos = event.pos
WHERE whole_run.incident = ?1 AND event.pos BETWEEN whole_run.first AND whole_run.last
    AND (effective.pos IS NULL OR effective.incident = ?1)
ORDER BY whole_run.first DESC, event.pos DESC;

-- scan_moved_newest: as scan_moved, newest first
SELECT effective.pos, effective.json, effective.kind, event.id, effective.retracted
FROM effective JOIN event ON event.pos = effective.pos
WHERE effective.incident = ?1 AND event.incident IS NOT ?1
ORDER BY effective.pos DESC;

-- scan_newest_of: the same, those of a kind that can be answered
SELECT event.pos AS pos, coalesce(effective.json, event.json), event.kind, event.id, coalesce(effective.retracted, 0)
FROM event LEFT JOIN effective ON effective.pos = event.pos
WHERE event.incident = ?1 AND event.kind = ?2 AND event.kind IN ('hypothesis', 'task')
    AND (effective.pos IS NULL OR (effective.incident = ?1 AND effective.kind = ?2))
UNION ALL
SELECT effective.pos, effective.json, effective.kind, event.id, effective.retracted
FROM effective JOIN event ON event.pos = effective.pos
WHERE effective.incident = ?1 AND effective.kind = ?2 AND effective.kind IN ('hypothesis', 'task')
    AND NOT (event.incident IS ?1 AND event.kind = ?2)
ORDER BY pos DESC;

-- page_all: a page of the whole log: after, up to, how many
SELECT event.pos, event.id, coalesce(incident.root, event.incident), coalesce(effective.kind, event.kind),
    iif(effective.pos IS NULL, event.at, effective.at), event.json, effective.json, event.hash, event.leaf,
    event.salt
FROM event LEFT JOIN effective ON effective.pos = event.pos
LEFT JOIN incident ON incident.id = iif(effective.pos IS NULL, event.incident, effective.incident)
WHERE event.pos > ?1 AND event.pos <= ?2
ORDER BY event.pos LIMIT ?3;

-- page_plain: a page of the whole log as it is stored, in the columns of page_all
SELECT pos, NULL, NULL, NULL, NULL, json, NULL, hash, leaf, salt FROM event
WHERE pos > ?1 AND pos <= ?2
ORDER BY pos LIMIT ?3;

-- page_plain_run: the same of an incident, where nothing is corrected: after, up to, how many, which
SELECT event.pos, NULL, NULL, NULL, NULL, event.json, NULL, event.hash, event.leaf, event.salt
FROM whole_run CROSS JOIN event
WHERE whole_run.incident = ?4 AND whole_run.first BETWEEN coalesce((
        SELECT max(run.first) FROM run WHERE run.incident = ?4 AND run.first <= ?1 + 1
    ), 1) AND ?2
    AND event.pos BETWEEN max(whole_run.first, ?1 + 1) AND min(whole_run.last, ?2)
ORDER BY whole_run.first, event.pos LIMIT ?3;

-- page_unchanged: the last pos before the next entry that corrections changed: after, up to
SELECT coalesce(min(pos) - 1, ?2) FROM effective WHERE pos > ?1 AND pos <= ?2;

-- page_plain_member: the same anywhere in an incident that nothing was merged into
SELECT * FROM (
    SELECT event.pos AS pos, NULL, NULL, NULL, NULL, event.json, NULL, event.hash, event.leaf, event.salt
    FROM whole_run CROSS JOIN event LEFT JOIN effective ON effective.pos = event.pos
    WHERE whole_run.incident = ?4 AND whole_run.first BETWEEN coalesce((
            SELECT max(run.first) FROM run WHERE run.incident = ?4 AND run.first <= ?1 + 1
        ), 1) AND ?2
        AND event.pos BETWEEN max(whole_run.first, ?1 + 1) AND min(whole_run.last, ?2)
        AND (effective.pos IS NULL OR effective.incident = ?4)
    ORDER BY whole_run.first, event.pos LIMIT ?3
)
UNION ALL
SELECT * FROM (
    SELECT event.pos, NULL, NULL, NULL, NULL, event.json, NULL, event.hash, event.leaf, event.salt
    FROM effective JOIN event ON event.pos = effective.pos
    WHERE effective.incident = ?4 AND event.incident IS NOT ?4 AND effective.pos > ?1 AND effective.pos <= ?2
    ORDER BY effective.pos LIMIT ?3
)
ORDER BY pos LIMIT ?3;

-- page_member: a page of an incident that nothing was merged into: after, up to, how many, which
SELECT pos FROM (
    SELECT event.pos AS pos
    FROM whole_run CROSS JOIN event LEFT JOIN effective ON effective.pos = event.pos
    WHERE whole_run.incident = ?4 AND whole_run.first BETWEEN coalesce((
            SELECT max(run.first) FROM run WHERE run.incident = ?4 AND run.first <= ?1 + 1
        ), 1) AND ?2
        AND event.pos BETWEEN max(whole_run.first, ?1 + 1) AND min(whole_run.last, ?2)
        AND (effective.pos IS NULL OR effective.incident = ?4)
    ORDER BY whole_run.first, event.pos LIMIT ?3
)
UNION ALL
SELECT pos FROM (
    SELECT effective.pos FROM effective JOIN event ON event.pos = effective.pos
    WHERE effective.incident = ?4 AND event.incident IS NOT ?4
        AND effective.pos > ?1 AND effective.pos <= ?2
    ORDER BY effective.pos LIMIT ?3
)
ORDER BY pos LIMIT ?3;

-- page_merged: the same of one with others merged into it
SELECT event.pos
FROM incident JOIN event LEFT JOIN effective ON effective.pos = event.pos
WHERE incident.root = ?4 AND incident.id = iif(effective.pos IS NULL, event.incident, effective.incident)
    AND event.pos > ?1 AND event.pos <= ?2
ORDER BY event.pos LIMIT ?3;

-- page_end: the same of what says why an incident happened and how it ended
SELECT event.pos AS pos
FROM incident CROSS JOIN event LEFT JOIN effective ON effective.pos = event.pos
WHERE incident.root = ?4 AND event.incident = incident.id AND event.kind IN ('cause', 'resolved')
    AND event.pos > ?1 AND event.pos <= ?2 AND effective.pos IS NULL
UNION ALL
SELECT effective.pos
FROM incident CROSS JOIN effective
WHERE incident.root = ?4 AND effective.incident = incident.id AND effective.kind IN ('cause', 'resolved')
    AND effective.pos > ?1 AND effective.pos <= ?2
ORDER BY pos LIMIT ?3;

-- page_unfiled: a page of the entries that no incident has
SELECT event.pos
FROM whole_run CROSS JOIN event LEFT JOIN effective ON effective.pos = event.pos
WHERE whole_run.incident IS NULL AND whole_run.first BETWEEN coalesce((
        SELECT max(run.first) FROM run WHERE run.incident IS NULL AND run.first <= ?1 + 1
    ), 1) AND ?2
    AND event.pos BETWEEN max(whole_run.first, ?1 + 1) AND min(whole_run.last, ?2)
    AND (effective.pos IS NULL OR effective.incident IS NULL)
ORDER BY whole_run.first, event.pos LIMIT ?3;

-- page_back: a page of the whole log as it was recorded, newest first: before, how many
SELECT pos, json, incident, kind, 0 FROM event WHERE pos < ?1 ORDER BY pos DESC LIMIT ?2;

-- page_back_changed: what corrections made of some of them, in the same columns: before
SELECT pos, json, incident, kind, retracted FROM effective WHERE pos < ?1 ORDER BY pos DESC;

-- excerpt_get: the texts of a block, if they were made by these rules
SELECT texts FROM excerpt WHERE block = ?1 AND made = ?2;

-- excerpt_scan: what they are made of: from, below
SELECT pos, json, incident, kind FROM event WHERE pos >= ?1 AND pos < ?2 ORDER BY pos;

-- excerpt_save: those of a block
INSERT OR REPLACE INTO excerpt (block, made, texts) VALUES (?1, ?2, ?3);

-- related: the events that point at one
SELECT pos FROM reference WHERE target = ?1 ORDER BY pos LIMIT ?2;

-- chain: a page of an origin's events in order of seq: origin, after, how many; last: was it expunged, as the log says?
SELECT event.seq, event.pos, event.id, event.json, event.salt, event.leaf, event.hash, event.incident,
    event.kind, event.at, event.author,
    EXISTS (
        SELECT 1 FROM reference JOIN event AS expunged ON expunged.pos = reference.pos
        WHERE reference.target = event.id AND expunged.kind = 'expunged'
            AND iif(json_valid(expunged.json) AND json_valid(event.json),
                json_extract(expunged.json, '$.data.target') = json_extract(event.json, '$.id'), 0)
    )
FROM event WHERE event.origin = ?1 AND event.seq > ?2
ORDER BY event.seq LIMIT ?3;

-- chain_stray: an event of a log that is not listed; their numbers have no gaps
SELECT pos, id FROM event
WHERE origin > (SELECT coalesce(max(number), 0) FROM origin) OR origin < 1
LIMIT 1;

-- chain_at: what is hashed of an event of an origin
SELECT leaf, hash FROM event WHERE origin = ?1 AND seq = ?2;

-- chain_before: the hash before an event of an origin
SELECT hash FROM event WHERE origin = ?1 AND seq = ?2;

-- rebuild_clear_reference: all that is derived goes
DELETE FROM reference;

-- rebuild_clear_effective: all that is derived goes
DELETE FROM effective;

-- rebuild_clear_incident: all that is derived goes
DELETE FROM incident;

-- rebuild_clear_milestone: all that is derived goes
DELETE FROM milestone;

-- rebuild_clear_task: all that is derived goes
DELETE FROM task;

-- rebuild_clear_excerpt: all that is derived goes
DELETE FROM excerpt;

-- rebuild_clear_run: all that is derived goes
DELETE FROM run;

-- rebuild_run: where runs begin, found in the log; positions have no gaps
INSERT INTO run (first, author, incident)
SELECT event.pos, event.author, event.incident
FROM event LEFT JOIN event AS before ON before.pos = event.pos - 1
WHERE before.pos IS NULL OR before.author IS NOT event.author OR before.incident IS NOT event.incident
ORDER BY event.pos;

-- rebuild_scan: every event, in order
SELECT pos, json FROM event ORDER BY pos;

-- ballast_count: slices of ballast
SELECT count(*) FROM ballast;

-- ballast_add: a slice of so many bytes
INSERT INTO ballast (filler) VALUES (zeroblob(?1));

-- ballast_drop: one slice less; its pages are free from now on
DELETE FROM ballast WHERE rowid = (SELECT max(rowid) FROM ballast);
