-- What a person has typed into a form and not recorded yet, so that it outlives the program's end. Not part of the history.
-- content is JSON of the window's own.
CREATE TABLE drafts (
  person_id TEXT NOT NULL REFERENCES people ON DELETE CASCADE,
  place     TEXT NOT NULL CHECK (place <> ''),
  content   TEXT NOT NULL CHECK (json_valid(content)),
  typed_at  TEXT NOT NULL,
  PRIMARY KEY (person_id, place)
) STRICT, WITHOUT ROWID;
