-- Cells of tables and notes are kinds of their own, and a block can be in another language than its article: a Russian
-- quotation in a German text. language: null where it is that of the article.
CREATE TABLE blocks_made_anew (
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
INSERT INTO blocks_made_anew
  SELECT id, revision_id, kind, start, end, speaker, role, said_on, quote_id, NULL FROM blocks;
DROP TABLE blocks;
ALTER TABLE blocks_made_anew RENAME TO blocks;

CREATE INDEX blocks_by_revision ON blocks (revision_id, start);
CREATE INDEX blocks_by_quote ON blocks (quote_id) WHERE quote_id IS NOT NULL;

-- Where the pages of a text begin that came with pages: [{"page": 1, "start": 0}, …].
ALTER TABLE revisions ADD COLUMN pages TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(pages));

-- When the publisher says that it changed it last, as the publication day: 2022-03-08, 2022-03, 2022.
ALTER TABLE articles ADD COLUMN modified_on TEXT;
