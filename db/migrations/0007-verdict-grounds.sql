-- What a verdict had to stand against, and what was looked for and not found. Beside the reasoning, so that no report leaves
-- them out.
ALTER TABLE verdicts ADD COLUMN against TEXT CHECK (against <> '');
ALTER TABLE verdicts ADD COLUMN not_found TEXT CHECK (not_found <> '');
