-- When an agent, at whom a chat has just ended, is ready without saying so (ST-2).
ALTER TABLE agent ADD COLUMN ready_at_ms BIGINT;
