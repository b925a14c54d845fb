-- What is new beside the spans.
INSERT INTO kept.set_aside BY NAME
SELECT * EXCLUDE (kept_rowid, is_aside) FROM aside WHERE is_aside IS DISTINCT FROM true
