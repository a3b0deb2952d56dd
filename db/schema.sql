-- What the migrations add up to, for reading; nothing is made from it.
-- Written anew by: node scripts/run.mjs vitest run --project node tests/main/database/schema.test.ts --update

CREATE TABLE people (
  id         TEXT PRIMARY KEY,
  name       TEXT NOT NULL CHECK (name <> ''),
  created_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

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
, modified_on TEXT) STRICT, WITHOUT ROWID;

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
  created_at TEXT NOT NULL, pages TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(pages)), original_id TEXT REFERENCES evidence_files ON DELETE RESTRICT,
  UNIQUE (article_id, number)
) STRICT;

CREATE TABLE sentences (
  id       TEXT PRIMARY KEY,
  block_id TEXT NOT NULL REFERENCES blocks ON DELETE RESTRICT,
  start    INTEGER NOT NULL CHECK (start >= 0),
  end      INTEGER NOT NULL CHECK (end > start)
) STRICT, WITHOUT ROWID;

CREATE INDEX sentences_by_block ON sentences (block_id, start);

CREATE TABLE no_claims (
  id          TEXT PRIMARY KEY,
  sentence_id TEXT NOT NULL UNIQUE REFERENCES sentences ON DELETE RESTRICT,
  text_hash   TEXT NOT NULL CHECK (length(text_hash) = 64),
  created_by  TEXT NOT NULL REFERENCES people ON DELETE RESTRICT,
  created_at  TEXT NOT NULL
) STRICT, WITHOUT ROWID;

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

CREATE TABLE anchors (
  id          TEXT PRIMARY KEY,
  claim_id    TEXT NOT NULL REFERENCES claims ON DELETE RESTRICT,
  sentence_id TEXT NOT NULL REFERENCES sentences ON DELETE RESTRICT,
  start       INTEGER NOT NULL CHECK (start >= 0),
  end         INTEGER NOT NULL CHECK (end > start), attached_again TEXT,
  UNIQUE (claim_id, sentence_id)
) STRICT;

CREATE INDEX anchors_by_sentence ON anchors (sentence_id);

CREATE TABLE sources (
  id          TEXT PRIMARY KEY,
  type        TEXT NOT NULL CHECK (type IN ('web page', 'article', 'document', 'book', 'dataset', 'interview', 'audio',
                'video', 'image', 'archive', 'own observation')),
  kind        TEXT CHECK (kind IN ('primary', 'secondary', 'eyewitness', 'expert', 'own calculation', 'own observation')),
  title       TEXT NOT NULL CHECK (title <> ''),
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
, names TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(names)), volume TEXT, issue TEXT, pages TEXT, edition TEXT, doi TEXT, isbn TEXT, event TEXT, medium TEXT, csl_type TEXT, further TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(further)), reliability TEXT NOT NULL DEFAULT 'unknown'
  CHECK (reliability IN ('high', 'medium', 'low', 'unknown')), reliability_reason TEXT, conflicts TEXT, contact TEXT, confidential INTEGER NOT NULL DEFAULT 0 CHECK (confidential IN (0, 1)), public_wording TEXT CHECK (confidential = 0 OR public_wording <> ''), status TEXT NOT NULL DEFAULT 'current'
  CHECK (status IN ('current', 'withdrawn', 'corrected', 'outdated')), status_reason TEXT, status_at TEXT, status_mark TEXT CHECK ((status = 'current') = (status_mark IS NULL)), good_until TEXT, good_until_mark TEXT CHECK ((good_until IS NULL) = (good_until_mark IS NULL))) STRICT, WITHOUT ROWID;

CREATE TABLE evidence_files (
  id            TEXT PRIMARY KEY CHECK (length(id) = 64),
  name          TEXT NOT NULL CHECK (name <> ''),
  size_in_bytes INTEGER NOT NULL CHECK (size_in_bytes > 0),
  media_type    TEXT NOT NULL,
  captured_by   TEXT NOT NULL REFERENCES people ON DELETE RESTRICT,
  captured_at   TEXT NOT NULL
) STRICT, WITHOUT ROWID;

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

CREATE TABLE rating_scales (
  id         TEXT PRIMARY KEY,
  definition TEXT NOT NULL CHECK (json_valid(definition))
) STRICT, WITHOUT ROWID;

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
, against TEXT CHECK (against <> ''), not_found TEXT CHECK (not_found <> '')) STRICT, WITHOUT ROWID;

CREATE INDEX verdicts_by_claim ON verdicts (claim_id, question, id);

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

CREATE TABLE sign_offs (
  id           TEXT PRIMARY KEY,
  article_id   TEXT NOT NULL REFERENCES articles ON DELETE RESTRICT,
  revision_id  TEXT NOT NULL REFERENCES revisions ON DELETE RESTRICT,
  content_hash TEXT NOT NULL CHECK (length(content_hash) = 64),
  created_by   TEXT NOT NULL REFERENCES people ON DELETE RESTRICT,
  created_at   TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX sign_offs_by_article ON sign_offs (article_id, id);

CREATE TABLE comments (
  id          TEXT PRIMARY KEY,
  sentence_id TEXT NOT NULL REFERENCES sentences ON DELETE RESTRICT,
  text        TEXT NOT NULL CHECK (text <> ''),
  resolved_at TEXT,
  created_by  TEXT NOT NULL REFERENCES people ON DELETE RESTRICT,
  created_at  TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX comments_by_sentence ON comments (sentence_id, id);

CREATE TABLE settings (
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL CHECK (json_valid(value))
) STRICT, WITHOUT ROWID;

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

CREATE TRIGGER revision_text_is_never_changed BEFORE UPDATE OF text, text_hash ON revisions
BEGIN
  SELECT raise(ABORT, 'the text of a revision never changes');
END;

CREATE TABLE contact_log (
  id             TEXT PRIMARY KEY,
  claim_id       TEXT NOT NULL REFERENCES claims ON DELETE RESTRICT,
  name           TEXT NOT NULL CHECK (name <> ''),
  role           TEXT,
  way            TEXT NOT NULL CHECK (way IN ('phone', 'e-mail', 'letter', 'in person', 'other')),
  asked_at       TEXT NOT NULL,
  deadline       TEXT,
  question       TEXT NOT NULL CHECK (question <> ''),
  outcome        TEXT NOT NULL CHECK (outcome IN ('open', 'answered', 'declined', 'no answer')),
  answer         TEXT,
  answered_at    TEXT,
  confidential   INTEGER NOT NULL DEFAULT 0 CHECK (confidential IN (0, 1)),
  public_wording TEXT CHECK (confidential = 0 OR public_wording <> ''),
  created_by     TEXT NOT NULL REFERENCES people ON DELETE RESTRICT,
  created_at     TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX contact_log_by_claim ON contact_log (claim_id, id);

CREATE TABLE captures (
  id               TEXT PRIMARY KEY,
  evidence_file_id TEXT NOT NULL REFERENCES evidence_files ON DELETE RESTRICT,
  name             TEXT NOT NULL CHECK (name <> ''),
  source_url       TEXT,
  archive_url      TEXT,
  method           TEXT NOT NULL CHECK (method IN ('chosen', 'dropped', 'pasted', 'command line')),
  note             TEXT,
  tool             TEXT NOT NULL,
  time_zone        TEXT NOT NULL,
  captured_by      TEXT NOT NULL REFERENCES people ON DELETE RESTRICT,
  captured_at      TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX captures_by_file ON captures (evidence_file_id, id);

CREATE TABLE file_checks (
  id               TEXT PRIMARY KEY,
  evidence_file_id TEXT NOT NULL REFERENCES evidence_files ON DELETE RESTRICT,
  found_hash       TEXT CHECK (length(found_hash) = 64),
  checked_by       TEXT NOT NULL REFERENCES people ON DELETE RESTRICT,
  at               TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX file_checks_by_file ON file_checks (evidence_file_id, id);

CREATE TABLE time_stamps (
  id               TEXT PRIMARY KEY,
  imprint          TEXT NOT NULL CHECK (length(imprint) = 64),
  event_sequence   INTEGER CHECK (event_sequence > 0),
  evidence_file_id TEXT REFERENCES evidence_files ON DELETE RESTRICT,
  request          TEXT NOT NULL CHECK (request <> ''),
  token            TEXT,
  certificates     TEXT,
  stamped_at       TEXT,
  authority        TEXT,
  serial_number    TEXT,
  chain            TEXT CHECK (chain IN ('to given root', 'root not given')),
  created_by       TEXT NOT NULL REFERENCES people ON DELETE RESTRICT,
  created_at       TEXT NOT NULL,
  CHECK ((event_sequence IS NULL) <> (evidence_file_id IS NULL)),
  CHECK ((token IS NULL) = (stamped_at IS NULL) AND (token IS NULL) = (chain IS NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX time_stamps_by_file ON time_stamps (evidence_file_id) WHERE evidence_file_id IS NOT NULL;

CREATE TABLE file_readings (
  evidence_file_id TEXT PRIMARY KEY REFERENCES evidence_files ON DELETE CASCADE,
  state            TEXT NOT NULL CHECK (state IN ('done', 'no text', 'refused')),
  -- Why there is no text, or not all of it: {"de": …, "en": …}.
  note             TEXT CHECK (json_valid(note)),
  metadata         TEXT NOT NULL CHECK (json_valid(metadata)),
  tool             TEXT NOT NULL,
  read_at          TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE file_texts (
  evidence_file_id TEXT NOT NULL REFERENCES file_readings ON DELETE CASCADE,
  number           INTEGER NOT NULL CHECK (number > 0),
  label            TEXT NOT NULL,
  text             TEXT NOT NULL CHECK (text <> ''),
  UNIQUE (evidence_file_id, number)
) STRICT;

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

CREATE TABLE "blocks" (
  id          TEXT PRIMARY KEY,
  revision_id TEXT NOT NULL REFERENCES revisions ON DELETE RESTRICT,
  kind        TEXT NOT NULL CHECK (kind IN ('kicker', 'headline', 'byline', 'lead', 'subhead', 'paragraph', 'quote',
                'attribution', 'caption', 'credit', 'list item', 'table cell', 'footnote', 'link note', 'non-text')),
  start       INTEGER NOT NULL CHECK (start >= 0),
  end         INTEGER NOT NULL CHECK (end > start),
  speaker     TEXT,
  role        TEXT,
  said_on     TEXT,
  quote_id    TEXT REFERENCES blocks ON DELETE NO ACTION DEFERRABLE INITIALLY DEFERRED,
  language    TEXT
) STRICT, WITHOUT ROWID;

CREATE INDEX blocks_by_revision ON blocks (revision_id, start);

CREATE INDEX blocks_by_quote ON blocks (quote_id) WHERE quote_id IS NOT NULL;

CREATE INDEX revisions_by_original ON revisions (original_id) WHERE original_id IS NOT NULL;

CREATE INDEX revisions_by_text_hash ON revisions (text_hash);

CREATE TABLE abbreviations (
  id         TEXT PRIMARY KEY,
  text       TEXT NOT NULL CHECK (text <> ''),
  created_by TEXT NOT NULL REFERENCES people ON DELETE RESTRICT,
  created_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE remembered_cuts (
  id         TEXT PRIMARY KEY,
  before     TEXT NOT NULL CHECK (before <> ''),
  after      TEXT NOT NULL CHECK (after <> ''),
  is_cut     INTEGER NOT NULL CHECK (is_cut IN (0, 1)),
  created_by TEXT NOT NULL REFERENCES people ON DELETE RESTRICT,
  created_at TEXT NOT NULL,
  UNIQUE (before, after)
) STRICT, WITHOUT ROWID;

CREATE TABLE drafts (
  person_id TEXT NOT NULL REFERENCES people ON DELETE CASCADE,
  place     TEXT NOT NULL CHECK (place <> ''),
  content   TEXT NOT NULL CHECK (json_valid(content)),
  typed_at  TEXT NOT NULL,
  PRIMARY KEY (person_id, place)
) STRICT, WITHOUT ROWID;
