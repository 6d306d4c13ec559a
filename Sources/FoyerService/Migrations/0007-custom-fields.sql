-- What was answered in the room's own fields of the form, as JSON: labels and answers as they were then (CF-2).
ALTER TABLE chat ADD COLUMN custom TEXT NOT NULL DEFAULT '[]';
ALTER TABLE letter ADD COLUMN custom TEXT NOT NULL DEFAULT '[]';
