-- A short number that leads to a room, to be typed by hand (ROOM-3). Rooms of before get theirs at the next start.
ALTER TABLE room ADD COLUMN access_number TEXT;
CREATE UNIQUE INDEX room_access_number ON room (access_number);
-- One that was replaced says so and is never another room's: it stands on paper somewhere.
CREATE TABLE room_number_replaced (
    number         TEXT   NOT NULL PRIMARY KEY,
    room_id        TEXT   NOT NULL REFERENCES room (id),
    replaced_at_ms BIGINT NOT NULL
);
