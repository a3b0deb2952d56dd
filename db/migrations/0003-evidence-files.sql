-- How stored bytes came in, one row for each time they did: the same bytes can come from two places.
-- source_url and archive_url are as the person gave them.
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

-- The bytes of a file were read again and hashed. found_hash is null when the file was gone.
CREATE TABLE file_checks (
  id               TEXT PRIMARY KEY,
  evidence_file_id TEXT NOT NULL REFERENCES evidence_files ON DELETE RESTRICT,
  found_hash       TEXT CHECK (length(found_hash) = 64),
  checked_by       TEXT NOT NULL REFERENCES people ON DELETE RESTRICT,
  at               TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX file_checks_by_file ON file_checks (evidence_file_id, id);

-- A request for a time stamp by RFC 3161 and, once a person has brought it, the answer. imprint is what is stamped: the
-- hash of an event of the history (event_sequence) or of an evidence file. request, token and certificates are base64.
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

-- What was read out of the bytes of a file, with which tool. Derived: it can be made again from the bytes at any time, so it
-- is no part of the history. A file without a row was not read yet.
CREATE TABLE file_readings (
  evidence_file_id TEXT PRIMARY KEY REFERENCES evidence_files ON DELETE CASCADE,
  state            TEXT NOT NULL CHECK (state IN ('done', 'no text', 'refused')),
  -- Why there is no text, or not all of it: {"de": …, "en": …}.
  note             TEXT CHECK (json_valid(note)),
  metadata         TEXT NOT NULL CHECK (json_valid(metadata)),
  tool             TEXT NOT NULL,
  read_at          TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- A stretch of that text: a page, a chapter, a subtitle.
CREATE TABLE file_texts (
  evidence_file_id TEXT NOT NULL REFERENCES file_readings ON DELETE CASCADE,
  number           INTEGER NOT NULL CHECK (number > 0),
  label            TEXT NOT NULL,
  text             TEXT NOT NULL CHECK (text <> ''),
  UNIQUE (evidence_file_id, number)
) STRICT;
