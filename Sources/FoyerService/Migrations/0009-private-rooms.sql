-- An agent's own link of a room: its chats go to that agent alone (PRIV-1). One at most is live; one
-- that ended says so for ever.
CREATE TABLE private_room (
    token       TEXT   NOT NULL PRIMARY KEY,
    room_id     TEXT   NOT NULL REFERENCES room (id),
    agent_id    TEXT   NOT NULL REFERENCES agent (id),
    made_at_ms  BIGINT NOT NULL,
    ended_at_ms BIGINT
);
CREATE UNIQUE INDEX private_room_live ON private_room (room_id, agent_id) WHERE ended_at_ms IS NULL;
-- Whom it is for, where it came over such a link.
ALTER TABLE chat ADD COLUMN private_agent_id TEXT REFERENCES agent (id);
ALTER TABLE letter ADD COLUMN private_agent_id TEXT REFERENCES agent (id);
