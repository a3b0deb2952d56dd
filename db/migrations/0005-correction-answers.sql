-- What the writer or the editor says to the words that a verdict proposes. A later answer replaces the earlier one of the same
-- voice; 'open' takes it back. No part of what is signed: the text changes by a new revision only.
-- name: who answered, where somebody else wrote it down. draft: it came back in the annotated draft.
CREATE TABLE correction_answers (
  id         TEXT PRIMARY KEY,
  verdict_id TEXT NOT NULL REFERENCES verdicts ON DELETE RESTRICT,
  voice      TEXT NOT NULL CHECK (voice IN ('writer', 'editor')),
  outcome    TEXT NOT NULL CHECK (outcome IN ('accepted', 'refused', 'open')),
  reason     TEXT CHECK (reason <> ''),
  name       TEXT CHECK (name <> ''),
  way        TEXT NOT NULL CHECK (way IN ('desk', 'draft')),
  created_by TEXT NOT NULL REFERENCES people ON DELETE RESTRICT,
  created_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX correction_answers_by_verdict ON correction_answers (verdict_id, voice, id);
