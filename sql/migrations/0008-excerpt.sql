-- What a search looks at, without all that is beside it in the log: less to read, and most of it in one go.

-- Derived, and made while nothing else is to do: the texts of the events of a block, which is pos >> 10, folded and packed
-- (daemon/store/excerpt.h). made: by which rules. A block without its excerpt is searched in the log.
CREATE TABLE excerpt (
    block INTEGER PRIMARY KEY,
    made TEXT NOT NULL,
    texts BLOB NOT NULL
) STRICT;

-- What was expunged is in no excerpt.
CREATE TRIGGER event_is_expunged AFTER UPDATE ON event
BEGIN
    DELETE FROM excerpt WHERE block = NEW.pos >> 10;
END;
