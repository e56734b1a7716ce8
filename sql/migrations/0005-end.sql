-- What an incident's cause was and how it was resolved is found without looking through all of it.

CREATE INDEX event_end ON event (incident, kind, pos) WHERE kind IN ('cause', 'resolved');
CREATE INDEX effective_end ON effective (incident, kind, pos) WHERE kind IN ('cause', 'resolved');
