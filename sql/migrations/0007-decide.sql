-- What decides where an incident stands is found without looking through all of it.

CREATE INDEX event_deciding ON event (incident, kind, pos)
WHERE kind IN ('opened', 'detected', 'acknowledged', 'impact', 'escalated', 'severity', 'retitled',
        'mitigated', 'resolved', 'cause', 'shared', 'closed', 'reopened');
CREATE INDEX effective_deciding ON effective (incident, kind, pos)
WHERE retracted = 0
    AND kind IN ('opened', 'detected', 'acknowledged', 'impact', 'escalated', 'severity', 'retitled',
        'mitigated', 'resolved', 'cause', 'shared', 'closed', 'reopened');
