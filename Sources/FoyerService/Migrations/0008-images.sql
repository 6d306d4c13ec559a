-- Pictures of rooms, named by the SHA-256 of their bytes; the bytes in base64, which both engines store alike.
-- `named`: some version of a room's settings shows it, so it stays.
CREATE TABLE image (
    id          TEXT   NOT NULL,
    company_id  TEXT   NOT NULL REFERENCES company (id),
    kind        TEXT   NOT NULL CHECK (kind IN ('png', 'jpeg', 'webp')),
    width       BIGINT NOT NULL CHECK (width BETWEEN 1 AND 4096),
    height      BIGINT NOT NULL CHECK (height BETWEEN 1 AND 4096),
    byte_count  BIGINT NOT NULL CHECK (byte_count > 0),
    bytes       TEXT   NOT NULL,
    named       BIGINT NOT NULL DEFAULT 0 CHECK (named IN (0, 1)),
    made_at_ms  BIGINT NOT NULL,
    PRIMARY KEY (id, company_id)
);
CREATE INDEX image_company ON image (company_id, made_at_ms);
ALTER TABLE company ADD COLUMN image_bytes BIGINT NOT NULL DEFAULT 0;
