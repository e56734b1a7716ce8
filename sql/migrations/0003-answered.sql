-- What can be answered (ruled out, confirmed, done, dropped) is found without looking through its whole incident.

CREATE INDEX event_answered ON event (incident, kind, pos) WHERE kind IN ('hypothesis', 'task');
CREATE INDEX effective_answered ON effective (incident, kind, pos) WHERE kind IN ('hypothesis', 'task');
