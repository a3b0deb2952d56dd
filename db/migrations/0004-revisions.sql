-- Where a sentence of a later revision comes from: every sentence of the revision before that stands beside it, and how. Its
-- check moved along 'kept' and 'moved' only, when the revision was applied; along the others nothing ever does.
CREATE TABLE sentence_origins (
  id          TEXT PRIMARY KEY,
  sentence_id TEXT NOT NULL REFERENCES sentences ON DELETE RESTRICT,
  earlier_id  TEXT NOT NULL REFERENCES sentences ON DELETE RESTRICT,
  relation    TEXT NOT NULL CHECK (relation IN ('kept', 'moved', 'changed', 'split', 'joined')),
  -- Why it is not the same sentence: ["words", "speaker", …].
  because     TEXT NOT NULL CHECK (json_valid(because))
) STRICT, WITHOUT ROWID;

CREATE INDEX sentence_origins_by_sentence ON sentence_origins (sentence_id);
CREATE INDEX sentence_origins_by_earlier ON sentence_origins (earlier_id);

-- A mark of its own for each time that a person attached a claim of an earlier revision again. It is part of what a verdict
-- is given on, so no earlier verdict counts there, whatever the words are.
ALTER TABLE anchors ADD COLUMN attached_again TEXT;
