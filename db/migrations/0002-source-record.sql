-- The record of a source, as CSL knows it and as a check needs it.
-- names: who made it, as JSON of CSL names. An institution and a name that nobody took apart have a literal only.
ALTER TABLE sources ADD COLUMN names TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(names));
UPDATE sources SET names = names_of_text(authors) WHERE authors IS NOT NULL;
ALTER TABLE sources DROP COLUMN authors;

ALTER TABLE sources ADD COLUMN volume TEXT;
ALTER TABLE sources ADD COLUMN issue TEXT;
ALTER TABLE sources ADD COLUMN pages TEXT;
ALTER TABLE sources ADD COLUMN edition TEXT;
ALTER TABLE sources ADD COLUMN doi TEXT;
ALTER TABLE sources ADD COLUMN isbn TEXT;
ALTER TABLE sources ADD COLUMN event TEXT;
ALTER TABLE sources ADD COLUMN medium TEXT;
-- What it was called where it came from, and CSL variables that have no column, kept for the way out.
ALTER TABLE sources ADD COLUMN csl_type TEXT;
ALTER TABLE sources ADD COLUMN further TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(further));

ALTER TABLE sources ADD COLUMN reliability TEXT NOT NULL DEFAULT 'unknown'
  CHECK (reliability IN ('high', 'medium', 'low', 'unknown'));
ALTER TABLE sources ADD COLUMN reliability_reason TEXT;
ALTER TABLE sources ADD COLUMN conflicts TEXT;
-- How to reach the person. In no export.
ALTER TABLE sources ADD COLUMN contact TEXT;
ALTER TABLE sources ADD COLUMN confidential INTEGER NOT NULL DEFAULT 0 CHECK (confidential IN (0, 1));
ALTER TABLE sources ADD COLUMN public_wording TEXT CHECK (confidential = 0 OR public_wording <> '');

-- A mark is a time-ordered id made when status or date was set: a verdict with a later id was given knowing it.
-- Instants would not do, clocks are set back.
ALTER TABLE sources ADD COLUMN status TEXT NOT NULL DEFAULT 'current'
  CHECK (status IN ('current', 'withdrawn', 'corrected', 'outdated'));
ALTER TABLE sources ADD COLUMN status_reason TEXT;
ALTER TABLE sources ADD COLUMN status_at TEXT;
ALTER TABLE sources ADD COLUMN status_mark TEXT CHECK ((status = 'current') = (status_mark IS NULL));
ALTER TABLE sources ADD COLUMN good_until TEXT;
ALTER TABLE sources ADD COLUMN good_until_mark TEXT CHECK ((good_until IS NULL) = (good_until_mark IS NULL));

-- Somebody was asked about a claim: the right of reply. Not part of what a second reader signs.
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
