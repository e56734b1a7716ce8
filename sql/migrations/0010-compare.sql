-- A list of more than two is made a table for each event, which costs as much as the event; comparisons do not.

DROP INDEX event_deciding;
DROP INDEX effective_deciding;
CREATE INDEX event_deciding ON event (incident, kind, pos)
WHERE kind <> 'note'
    AND (kind = 'opened' OR kind = 'detected' OR kind = 'acknowledged' OR kind = 'impact' OR
         kind = 'escalated' OR kind = 'severity' OR kind = 'retitled' OR kind = 'mitigated' OR
         kind = 'resolved' OR kind = 'cause' OR kind = 'shared' OR kind = 'closed' OR kind = 'reopened');
CREATE INDEX effective_deciding ON effective (incident, kind, pos)
WHERE retracted = 0
    AND (kind = 'opened' OR kind = 'detected' OR kind = 'acknowledged' OR kind = 'impact' OR
         kind = 'escalated' OR kind = 'severity' OR kind = 'retitled' OR kind = 'mitigated' OR
         kind = 'resolved' OR kind = 'cause' OR kind = 'shared' OR kind = 'closed' OR kind = 'reopened');
