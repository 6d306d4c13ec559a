-- Letters are read newest first, page by page. Ids are in the order of leaving.
DROP INDEX letter_room;
CREATE INDEX letter_room ON letter (room_id, id);
CREATE INDEX letter_company ON letter (company_id, id);
