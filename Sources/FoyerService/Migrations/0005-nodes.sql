-- A node keeps its connections by a lease: one that is not renewed has lapsed, and its connections' graces
-- begin (decision 0015). `lapsed` is for ever: a node that comes back too late joins under another id.
CREATE TABLE node (
    id              TEXT   NOT NULL PRIMARY KEY,
    name            TEXT   NOT NULL,
    leased_until_ms BIGINT NOT NULL,
    lapsed          BIGINT NOT NULL DEFAULT 0 CHECK (lapsed IN (0, 1)),
    joined_at_ms    BIGINT NOT NULL
);
ALTER TABLE connection ADD COLUMN node_id TEXT REFERENCES node (id);
CREATE INDEX connection_node ON connection (node_id) WHERE node_id IS NOT NULL;
