-- The file a revision was read from: what was chosen, dropped or pasted, byte by byte. Empty for texts from before this was kept.
ALTER TABLE revisions ADD COLUMN original_id TEXT REFERENCES evidence_files ON DELETE RESTRICT;

CREATE INDEX revisions_by_original ON revisions (original_id) WHERE original_id IS NOT NULL;
CREATE INDEX revisions_by_text_hash ON revisions (text_hash);

-- A word that ends no sentence in this newsroom, for texts that are read from then on.
CREATE TABLE abbreviations (
  id         TEXT PRIMARY KEY,
  text       TEXT NOT NULL CHECK (text <> ''),
  created_by TEXT NOT NULL REFERENCES people ON DELETE RESTRICT,
  created_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Between these two words, later texts are always cut, or never: a person corrected the rules there.
CREATE TABLE remembered_cuts (
  id         TEXT PRIMARY KEY,
  before     TEXT NOT NULL CHECK (before <> ''),
  after      TEXT NOT NULL CHECK (after <> ''),
  is_cut     INTEGER NOT NULL CHECK (is_cut IN (0, 1)),
  created_by TEXT NOT NULL REFERENCES people ON DELETE RESTRICT,
  created_at TEXT NOT NULL,
  UNIQUE (before, after)
) STRICT, WITHOUT ROWID;
