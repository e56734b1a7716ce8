-- A note, as most entries are, is not compared with each kind that decides.

DROP INDEX event_deciding;
CREATE INDEX event_deciding ON event (incident, kind, pos)
WHERE kind <> 'note'
    AND kind IN ('opened', 'detected', 'acknowledged', 'impact', 'escalated', 'severity', 'retitled',
        'mitigated', 'resolved', 'cause', 'shared', 'closed', 'reopened');
