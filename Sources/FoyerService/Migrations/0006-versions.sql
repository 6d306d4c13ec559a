-- Who published a version, how it came to be, and which version it repeats (ROOM-5).
ALTER TABLE room_settings ADD COLUMN published_by TEXT REFERENCES agent (id);
ALTER TABLE room_settings ADD COLUMN made_how TEXT NOT NULL DEFAULT 'edited';
ALTER TABLE room_settings ADD COLUMN made_from BIGINT;
UPDATE room_settings SET made_how = 'made' WHERE version = 1;

-- What administrators have changed and not published. The row stays when the draft is empty, so that its
-- revision never comes again.
CREATE TABLE room_draft (
    room_id      TEXT   NOT NULL PRIMARY KEY REFERENCES room (id),
    revision     BIGINT NOT NULL,
    changes      TEXT   NOT NULL,
    edited_by    TEXT   REFERENCES agent (id),
    edited_at_ms BIGINT NOT NULL
);

-- Changes that will be published by themselves; the time stands in `deadline`, too.
CREATE TABLE room_schedule (
    room_id       TEXT   NOT NULL PRIMARY KEY REFERENCES room (id),
    changes       TEXT   NOT NULL,
    publish_at_ms BIGINT NOT NULL,
    scheduled_by  TEXT   REFERENCES agent (id)
);

-- The table of deadlines again, with one more kind.
CREATE TABLE deadline_with_publication (
    kind       TEXT   NOT NULL CHECK (kind IN ('distribution', 'customerGrace', 'agentGrace', 'publication')),
    subject_id TEXT   NOT NULL,
    due_at_ms  BIGINT NOT NULL,
    PRIMARY KEY (kind, subject_id)
);
INSERT INTO deadline_with_publication (kind, subject_id, due_at_ms)
    SELECT kind, subject_id, due_at_ms FROM deadline;
DROP TABLE deadline;
ALTER TABLE deadline_with_publication RENAME TO deadline;
CREATE INDEX deadline_due ON deadline (due_at_ms);
