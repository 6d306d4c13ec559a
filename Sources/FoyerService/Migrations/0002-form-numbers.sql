-- A letter has the number of its form too (CF-1); 0: it was left before letters had one.
ALTER TABLE letter ADD COLUMN form_number BIGINT NOT NULL DEFAULT 0;
