-- Ids are UUIDv7 texts made by the program, times BIGINT milliseconds since 1970, flags BIGINT 0 or 1.

CREATE TABLE server_secret (
    name  TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);

-- A company's row is the mutex of its distribution (decision 0006). `stamp` names the transaction that
-- wrote last, `previous_stamp` the one before: a node whose memory has that one may go on from it.
CREATE TABLE company (
    id             TEXT   NOT NULL PRIMARY KEY,
    name           TEXT   NOT NULL,
    plan           TEXT   NOT NULL,
    stamp          BIGINT NOT NULL DEFAULT 0,
    previous_stamp BIGINT NOT NULL DEFAULT 0,
    customers_made BIGINT NOT NULL DEFAULT 0,
    forms_made     BIGINT NOT NULL DEFAULT 0,
    created_at_ms  BIGINT NOT NULL
);

CREATE TABLE agent (
    id             TEXT   NOT NULL PRIMARY KEY,
    company_id     TEXT   NOT NULL REFERENCES company (id),
    name           TEXT   NOT NULL,
    email          TEXT   NOT NULL,
    password_hash  TEXT,
    administrator  BIGINT NOT NULL CHECK (administrator IN (0, 1)),
    greeting       TEXT   NOT NULL DEFAULT '',
    max_chats      BIGINT CHECK (max_chats > 0),
    browser_status TEXT   NOT NULL DEFAULT '' CHECK (browser_status IN
        ('', 'TAKING_BREAK', 'WAITING_NEW_CALL', 'REMOTE_CUSTOMER_HANGUP', 'HANG_UP', 'SERVING_CUSTOMER')),
    mobile_status  TEXT   NOT NULL DEFAULT '' CHECK (mobile_status IN
        ('', 'TAKING_BREAK', 'WAITING_NEW_CALL', 'REMOTE_CUSTOMER_HANGUP', 'HANG_UP', 'SERVING_CUSTOMER')),
    missed_rings   BIGINT NOT NULL DEFAULT 0,
    created_at_ms  BIGINT NOT NULL
);
CREATE UNIQUE INDEX agent_email ON agent (email);
CREATE INDEX agent_company ON agent (company_id);

CREATE TABLE room (
    id               TEXT   NOT NULL PRIMARY KEY,
    company_id       TEXT   NOT NULL REFERENCES company (id),
    name             TEXT   NOT NULL,
    token            TEXT   NOT NULL,
    revision         BIGINT NOT NULL DEFAULT 0,
    settings_version BIGINT NOT NULL,
    created_at_ms    BIGINT NOT NULL,
    deleted_at_ms    BIGINT
);
CREATE UNIQUE INDEX room_token ON room (token);
CREATE UNIQUE INDEX room_name ON room (company_id, name) WHERE deleted_at_ms IS NULL;

-- A replaced link says so plainly (ROOM-3).
CREATE TABLE room_token_replaced (
    token          TEXT   NOT NULL PRIMARY KEY,
    room_id        TEXT   NOT NULL REFERENCES room (id),
    replaced_at_ms BIGINT NOT NULL
);

CREATE TABLE room_settings (
    room_id         TEXT   NOT NULL REFERENCES room (id),
    version         BIGINT NOT NULL,
    settings        TEXT   NOT NULL,
    published_at_ms BIGINT NOT NULL,
    PRIMARY KEY (room_id, version)
);

CREATE TABLE room_agent (
    room_id  TEXT NOT NULL REFERENCES room (id),
    agent_id TEXT NOT NULL REFERENCES agent (id),
    PRIMARY KEY (room_id, agent_id)
);
CREATE INDEX room_agent_agent ON room_agent (agent_id);

CREATE TABLE log_on (
    id            TEXT   NOT NULL PRIMARY KEY,
    agent_id      TEXT   NOT NULL REFERENCES agent (id),
    token_hash    TEXT   NOT NULL,
    channel       TEXT   NOT NULL CHECK (channel IN ('browser', 'mobile')),
    created_at_ms BIGINT NOT NULL,
    expires_at_ms BIGINT NOT NULL,
    -- The agent was on a break when the grace of this log-on's last screen ended.
    left_on_break BIGINT NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX log_on_token ON log_on (token_hash);
CREATE INDEX log_on_agent ON log_on (agent_id);
CREATE INDEX log_on_expires ON log_on (expires_at_ms);

CREATE TABLE one_time_link (
    token_hash    TEXT   NOT NULL PRIMARY KEY,
    purpose       TEXT   NOT NULL CHECK (purpose IN ('setUp', 'password')),
    agent_id      TEXT   REFERENCES agent (id),
    expires_at_ms BIGINT NOT NULL,
    used_at_ms    BIGINT
);

CREATE TABLE customer (
    id            TEXT   NOT NULL PRIMARY KEY,
    company_id    TEXT   NOT NULL REFERENCES company (id),
    token_hash    TEXT   NOT NULL,
    number        BIGINT NOT NULL,
    created_at_ms BIGINT NOT NULL
);
CREATE UNIQUE INDEX customer_token ON customer (company_id, token_hash);

CREATE TABLE chat (
    id                TEXT   NOT NULL PRIMARY KEY,
    company_id        TEXT   NOT NULL REFERENCES company (id),
    room_id           TEXT   NOT NULL REFERENCES room (id),
    customer_id       TEXT   NOT NULL REFERENCES customer (id),
    form_number       BIGINT NOT NULL,
    ask_key           TEXT   NOT NULL,
    puzzle            TEXT   NOT NULL,
    settings_version  BIGINT NOT NULL,
    name              TEXT   NOT NULL,
    email             TEXT   NOT NULL,
    phone             TEXT   NOT NULL,
    question          TEXT   NOT NULL,
    language          TEXT   NOT NULL,
    page              TEXT   NOT NULL,
    asked_at_ms       BIGINT NOT NULL,
    state             TEXT   NOT NULL CHECK (state IN ('waiting', 'served', 'ended', 'abandoned', 'unanswered')),
    turn              BIGINT NOT NULL,
    last_seq          BIGINT NOT NULL DEFAULT 0,
    agent_id          TEXT   REFERENCES agent (id),
    served_at_ms      BIGINT,
    ended_at_ms       BIGINT,
    end_reason        TEXT,
    put_away          BIGINT NOT NULL DEFAULT 0,
    waiting_since_ms  BIGINT NOT NULL,
    rank              BIGINT NOT NULL,
    last_agent_id     TEXT   REFERENCES agent (id),
    asks_all          BIGINT NOT NULL DEFAULT 0,
    nobody_free       BIGINT NOT NULL DEFAULT 0,
    offers_made       BIGINT NOT NULL DEFAULT 0,
    explanations_made BIGINT NOT NULL DEFAULT 0,
    search            TEXT   NOT NULL DEFAULT '',
    CHECK (state <> 'served' OR agent_id IS NOT NULL),
    CHECK ((state IN ('waiting', 'served')) = (ended_at_ms IS NULL))
);
CREATE UNIQUE INDEX chat_one_open ON chat (customer_id, room_id) WHERE state IN ('waiting', 'served');
CREATE UNIQUE INDEX chat_ask_key ON chat (room_id, customer_id, ask_key);
CREATE UNIQUE INDEX chat_puzzle ON chat (puzzle);
CREATE INDEX chat_waiting ON chat (room_id, rank) WHERE state = 'waiting';
CREATE INDEX chat_open ON chat (company_id) WHERE state IN ('waiting', 'served');
CREATE INDEX chat_of_agent ON chat (agent_id) WHERE put_away = 0;
CREATE INDEX chat_of_customer ON chat (customer_id, asked_at_ms);

-- A lease: who rings, until when, and what came of it.
CREATE TABLE offer (
    chat_id       TEXT   NOT NULL REFERENCES chat (id),
    number        BIGINT NOT NULL,
    turn          BIGINT NOT NULL,
    agent_id      TEXT   NOT NULL REFERENCES agent (id),
    channel       TEXT   NOT NULL,
    stage         TEXT   NOT NULL,
    reason        TEXT   NOT NULL,
    made_at_ms    BIGINT NOT NULL,
    expires_at_ms BIGINT NOT NULL,
    outcome       TEXT,
    ended_at_ms   BIGINT,
    PRIMARY KEY (chat_id, number)
);
CREATE UNIQUE INDEX offer_one_accepted ON offer (chat_id, turn) WHERE outcome = 'accepted';
CREATE INDEX offer_live ON offer (chat_id) WHERE outcome IS NULL;

CREATE TABLE message (
    chat_id    TEXT   NOT NULL REFERENCES chat (id),
    seq        BIGINT NOT NULL CHECK (seq > 0),
    id         TEXT   NOT NULL,
    sender     TEXT   NOT NULL,
    cid        TEXT,
    kind       TEXT   NOT NULL,
    body       TEXT   NOT NULL,
    at_ms      BIGINT NOT NULL,
    PRIMARY KEY (chat_id, seq)
);
CREATE UNIQUE INDEX message_cid ON message (chat_id, sender, cid);

-- What reached a participant's screen, and what was read there: one row a side.
CREATE TABLE mark (
    chat_id       TEXT   NOT NULL REFERENCES chat (id),
    side          TEXT   NOT NULL CHECK (side IN ('customer', 'agent')),
    delivered_seq BIGINT NOT NULL,
    read_seq      BIGINT NOT NULL,
    PRIMARY KEY (chat_id, side)
);

CREATE TABLE connection (
    id           TEXT   NOT NULL PRIMARY KEY,
    chat_id      TEXT   REFERENCES chat (id),
    agent_id     TEXT   REFERENCES agent (id),
    channel      TEXT,
    log_on_id    TEXT,
    opened_at_ms BIGINT NOT NULL
);
CREATE INDEX connection_chat ON connection (chat_id) WHERE chat_id IS NOT NULL;
CREATE INDEX connection_agent ON connection (agent_id) WHERE agent_id IS NOT NULL;

CREATE TABLE deadline (
    kind       TEXT   NOT NULL CHECK (kind IN ('distribution', 'customerGrace', 'agentGrace')),
    subject_id TEXT   NOT NULL,
    due_at_ms  BIGINT NOT NULL,
    PRIMARY KEY (kind, subject_id)
);
CREATE INDEX deadline_due ON deadline (due_at_ms);

CREATE TABLE explanation (
    chat_id TEXT   NOT NULL REFERENCES chat (id),
    number  BIGINT NOT NULL,
    at_ms   BIGINT NOT NULL,
    content TEXT   NOT NULL,
    PRIMARY KEY (chat_id, number)
);

CREATE TABLE letter (
    id          TEXT   NOT NULL PRIMARY KEY,
    company_id  TEXT   NOT NULL REFERENCES company (id),
    room_id     TEXT   NOT NULL REFERENCES room (id),
    ask_key     TEXT   NOT NULL,
    puzzle      TEXT   NOT NULL,
    name        TEXT   NOT NULL,
    email       TEXT   NOT NULL,
    phone       TEXT   NOT NULL,
    question    TEXT   NOT NULL,
    language    TEXT   NOT NULL,
    page        TEXT   NOT NULL,
    left_at_ms  BIGINT NOT NULL
);
CREATE UNIQUE INDEX letter_ask_key ON letter (room_id, ask_key);
CREATE UNIQUE INDEX letter_puzzle ON letter (puzzle);
CREATE INDEX letter_room ON letter (room_id, left_at_ms);
