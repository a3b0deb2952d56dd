-- A person who acts in this library: checker, second reader, editor. No passwords, the operating system guards the desk.
CREATE TABLE people (
  id         TEXT PRIMARY KEY,
  name       TEXT NOT NULL CHECK (name <> ''),
  created_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What is checked. Its words live in revisions.
CREATE TABLE articles (
  id           TEXT PRIMARY KEY,
  title        TEXT NOT NULL CHECK (title <> ''),
  kicker       TEXT,
  byline       TEXT,
  outlet       TEXT,
  url          TEXT,
  language     TEXT NOT NULL,
  published_on TEXT,
  deadline     TEXT,
  assignee_id  TEXT REFERENCES people ON DELETE RESTRICT,
  is_sample    INTEGER NOT NULL DEFAULT 0 CHECK (is_sample IN (0, 1)),
  created_by   TEXT NOT NULL REFERENCES people ON DELETE RESTRICT,
  created_at   TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- One immutable text of an article. The highest number is the current one.
CREATE TABLE revisions (
  id         TEXT PRIMARY KEY,
  article_id TEXT NOT NULL REFERENCES articles ON DELETE RESTRICT,
  number     INTEGER NOT NULL CHECK (number > 0),
  text       TEXT NOT NULL,
  text_hash  TEXT NOT NULL CHECK (length(text_hash) = 64),
  file_name  TEXT,
  encoding   TEXT NOT NULL,
  warnings   TEXT NOT NULL CHECK (json_valid(warnings)),
  created_by TEXT NOT NULL REFERENCES people ON DELETE RESTRICT,
  created_at TEXT NOT NULL,
  UNIQUE (article_id, number)
) STRICT;

-- A paragraph, headline, quote … of a revision. Offsets are UTF-16 units of the revision's text, end exclusive.
CREATE TABLE blocks (
  id          TEXT PRIMARY KEY,
  revision_id TEXT NOT NULL REFERENCES revisions ON DELETE RESTRICT,
  kind        TEXT NOT NULL CHECK (kind IN ('kicker', 'headline', 'byline', 'lead', 'subhead', 'paragraph', 'quote',
                'attribution', 'caption', 'credit', 'list item', 'link note', 'non-text')),
  start       INTEGER NOT NULL CHECK (start >= 0),
  end         INTEGER NOT NULL CHECK (end > start),
  speaker     TEXT,
  role        TEXT,
  said_on     TEXT,
  quote_id    TEXT REFERENCES blocks ON DELETE NO ACTION DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID;

CREATE INDEX blocks_by_revision ON blocks (revision_id, start);
CREATE INDEX blocks_by_quote ON blocks (quote_id) WHERE quote_id IS NOT NULL;

-- The unit of "nothing is left out": every character of a block that is not white space lies in exactly one.
CREATE TABLE sentences (
  id       TEXT PRIMARY KEY,
  block_id TEXT NOT NULL REFERENCES blocks ON DELETE RESTRICT,
  start    INTEGER NOT NULL CHECK (start >= 0),
  end      INTEGER NOT NULL CHECK (end > start)
) STRICT, WITHOUT ROWID;

CREATE INDEX sentences_by_block ON sentences (block_id, start);

-- A person's decision that a sentence states nothing checkable. text_hash names the words it was decided on.
CREATE TABLE no_claims (
  id          TEXT PRIMARY KEY,
  sentence_id TEXT NOT NULL UNIQUE REFERENCES sentences ON DELETE RESTRICT,
  text_hash   TEXT NOT NULL CHECK (length(text_hash) = 64),
  created_by  TEXT NOT NULL REFERENCES people ON DELETE RESTRICT,
  created_at  TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- One checkable statement.
CREATE TABLE claims (
  id            TEXT PRIMARY KEY,
  article_id    TEXT NOT NULL REFERENCES articles ON DELETE RESTRICT,
  wording       TEXT NOT NULL CHECK (wording <> ''),
  kind          TEXT NOT NULL CHECK (kind IN ('statement', 'quote', 'reported speech')),
  claimant      TEXT,
  claimant_role TEXT,
  claimed_on    TEXT,
  place         TEXT,
  created_by    TEXT NOT NULL REFERENCES people ON DELETE RESTRICT,
  created_at    TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX claims_by_article ON claims (article_id, id);

-- Where in the text a claim stands; a claim over several sentences has several.
CREATE TABLE anchors (
  id          TEXT PRIMARY KEY,
  claim_id    TEXT NOT NULL REFERENCES claims ON DELETE RESTRICT,
  sentence_id TEXT NOT NULL REFERENCES sentences ON DELETE RESTRICT,
  start       INTEGER NOT NULL CHECK (start >= 0),
  end         INTEGER NOT NULL CHECK (end > start),
  UNIQUE (claim_id, sentence_id)
) STRICT;

CREATE INDEX anchors_by_sentence ON anchors (sentence_id);

-- A reusable record of where something can be looked up, in CSL's sense.
CREATE TABLE sources (
  id          TEXT PRIMARY KEY,
  type        TEXT NOT NULL CHECK (type IN ('web page', 'article', 'document', 'book', 'dataset', 'interview', 'audio',
                'video', 'image', 'archive', 'own observation')),
  kind        TEXT CHECK (kind IN ('primary', 'secondary', 'eyewitness', 'expert', 'own calculation', 'own observation')),
  title       TEXT NOT NULL CHECK (title <> ''),
  authors     TEXT,
  container   TEXT,
  publisher   TEXT,
  issued_on   TEXT,
  accessed_on TEXT,
  url         TEXT,
  archive_url TEXT,
  language    TEXT,
  note        TEXT,
  created_by  TEXT NOT NULL REFERENCES people ON DELETE RESTRICT,
  created_at  TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Stored bytes. The id is their SHA-256 and the name of the file in the evidence folder.
CREATE TABLE evidence_files (
  id            TEXT PRIMARY KEY CHECK (length(id) = 64),
  name          TEXT NOT NULL CHECK (name <> ''),
  size_in_bytes INTEGER NOT NULL CHECK (size_in_bytes > 0),
  media_type    TEXT NOT NULL,
  captured_by   TEXT NOT NULL REFERENCES people ON DELETE RESTRICT,
  captured_at   TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Ties one claim to one exact passage of a source.
CREATE TABLE evidence (
  id               TEXT PRIMARY KEY,
  claim_id         TEXT NOT NULL REFERENCES claims ON DELETE RESTRICT,
  source_id        TEXT NOT NULL REFERENCES sources ON DELETE RESTRICT,
  stance           TEXT NOT NULL CHECK (stance IN ('supports', 'contradicts', 'context')),
  question         TEXT NOT NULL CHECK (question IN ('attribution', 'content')),
  locator          TEXT,
  passage          TEXT,
  passage_language TEXT,
  note             TEXT,
  file_id          TEXT REFERENCES evidence_files ON DELETE RESTRICT,
  created_by       TEXT NOT NULL REFERENCES people ON DELETE RESTRICT,
  created_at       TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX evidence_by_claim ON evidence (claim_id, id);
CREATE INDEX evidence_by_source ON evidence (source_id);
CREATE INDEX evidence_by_file ON evidence (file_id) WHERE file_id IS NOT NULL;

-- A rating scale as it was when verdicts were given on it. Shipped as data, never edited: a change is a new version.
CREATE TABLE rating_scales (
  id         TEXT PRIMARY KEY,
  definition TEXT NOT NULL CHECK (json_valid(definition))
) STRICT, WITHOUT ROWID;

-- An answer to one of the two questions about a claim. A later one replaces it, a withdrawn one answers nothing.
-- basis_hash names the sentences and the claim it was given on.
CREATE TABLE verdicts (
  id          TEXT PRIMARY KEY,
  claim_id    TEXT NOT NULL REFERENCES claims ON DELETE RESTRICT,
  question    TEXT NOT NULL CHECK (question IN ('attribution', 'content')),
  scale_id    TEXT NOT NULL REFERENCES rating_scales ON DELETE RESTRICT,
  rating_id   TEXT,
  conclusion  TEXT NOT NULL,
  reasoning   TEXT NOT NULL,
  as_of       TEXT,
  correction  TEXT,
  basis_hash  TEXT NOT NULL CHECK (length(basis_hash) = 64),
  withdrawn   INTEGER NOT NULL DEFAULT 0 CHECK (withdrawn IN (0, 1)),
  created_by  TEXT NOT NULL REFERENCES people ON DELETE RESTRICT,
  created_at  TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX verdicts_by_claim ON verdicts (claim_id, question, id);

-- A second person agrees with or disputes a decided claim or a "no claim". content_hash names exactly what was read;
-- the read counts only while that is unchanged. verdict_ids are the verdicts that were read.
CREATE TABLE second_reads (
  id           TEXT PRIMARY KEY,
  claim_id     TEXT REFERENCES claims ON DELETE RESTRICT,
  sentence_id  TEXT REFERENCES sentences ON DELETE RESTRICT,
  outcome      TEXT NOT NULL CHECK (outcome IN ('agreed', 'disputed')),
  reason       TEXT,
  verdict_ids  TEXT NOT NULL CHECK (json_valid(verdict_ids)),
  content_hash TEXT NOT NULL CHECK (length(content_hash) = 64),
  created_by   TEXT NOT NULL REFERENCES people ON DELETE RESTRICT,
  created_at   TEXT NOT NULL,
  CHECK ((claim_id IS NULL) <> (sentence_id IS NULL)),
  CHECK (outcome = 'agreed' OR reason <> '')
) STRICT, WITHOUT ROWID;

CREATE INDEX second_reads_by_claim ON second_reads (claim_id, id) WHERE claim_id IS NOT NULL;
CREATE INDEX second_reads_by_sentence ON second_reads (sentence_id, id) WHERE sentence_id IS NOT NULL;

-- The whole article is released. Counts only while content_hash is what the article still says.
CREATE TABLE sign_offs (
  id           TEXT PRIMARY KEY,
  article_id   TEXT NOT NULL REFERENCES articles ON DELETE RESTRICT,
  revision_id  TEXT NOT NULL REFERENCES revisions ON DELETE RESTRICT,
  content_hash TEXT NOT NULL CHECK (length(content_hash) = 64),
  created_by   TEXT NOT NULL REFERENCES people ON DELETE RESTRICT,
  created_at   TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX sign_offs_by_article ON sign_offs (article_id, id);

-- A remark between colleagues about a sentence. Not part of what is signed.
CREATE TABLE comments (
  id          TEXT PRIMARY KEY,
  sentence_id TEXT NOT NULL REFERENCES sentences ON DELETE RESTRICT,
  text        TEXT NOT NULL CHECK (text <> ''),
  resolved_at TEXT,
  created_by  TEXT NOT NULL REFERENCES people ON DELETE RESTRICT,
  created_at  TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX comments_by_sentence ON comments (sentence_id, id);

-- How this library is shown and who is at the desk. Not part of the history.
CREATE TABLE settings (
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL CHECK (json_valid(value))
) STRICT, WITHOUT ROWID;

-- The history: every change, in order, each chained to the one before by its hash. The tables above (but settings and
-- rating_scales) are what the changes of these events add up to.
CREATE TABLE events (
  sequence    INTEGER PRIMARY KEY,
  id          TEXT NOT NULL UNIQUE,
  format      INTEGER NOT NULL CHECK (format > 0),
  action      TEXT NOT NULL CHECK (action <> ''),
  article_id  TEXT,
  sentence_id TEXT,
  claim_id    TEXT,
  revision_id TEXT,
  person_id   TEXT NOT NULL,
  at          TEXT NOT NULL,
  reason      TEXT,
  -- The event this one undoes or redoes, always one that is neither itself.
  target_id   TEXT,
  -- What a sentence about the event needs to say, as it was then.
  facts       TEXT NOT NULL CHECK (json_valid(facts)),
  -- [[table, before | null, after | null], …] with whole rows.
  changes     TEXT NOT NULL CHECK (json_valid(changes)),
  before_hash TEXT NOT NULL CHECK (length(before_hash) = 64),
  hash        TEXT NOT NULL CHECK (length(hash) = 64)
) STRICT;

CREATE INDEX events_by_article ON events (article_id, sequence) WHERE article_id IS NOT NULL;
CREATE INDEX events_by_sentence ON events (sentence_id, sequence) WHERE sentence_id IS NOT NULL;
CREATE INDEX events_by_claim ON events (claim_id, sequence) WHERE claim_id IS NOT NULL;
CREATE INDEX events_by_person ON events (person_id, sequence);
CREATE INDEX events_by_target ON events (target_id, sequence) WHERE target_id IS NOT NULL;

CREATE TRIGGER events_are_never_changed BEFORE UPDATE ON events
BEGIN
  SELECT raise(ABORT, 'the history is append-only');
END;

CREATE TRIGGER events_are_never_deleted BEFORE DELETE ON events
BEGIN
  SELECT raise(ABORT, 'the history is append-only');
END;

-- The words of a revision never change.
CREATE TRIGGER revision_text_is_never_changed BEFORE UPDATE OF text, text_hash ON revisions
BEGIN
  SELECT raise(ABORT, 'the text of a revision never changes');
END;
