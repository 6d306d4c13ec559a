-- How often a limit said no, and when last (CO-4).
CREATE TABLE limit_refusal (
    company_id TEXT   NOT NULL REFERENCES company (id),
    limit_name TEXT   NOT NULL,
    count      BIGINT NOT NULL,
    last_at_ms BIGINT NOT NULL,
    PRIMARY KEY (company_id, limit_name)
);
