-- When the last desk of a log-on was closed or lost: tells whose grace runs on the channel.
ALTER TABLE log_on ADD COLUMN desk_left_at_ms BIGINT;
