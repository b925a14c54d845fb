-- What was read: one row per file and dialect. A file of several dialects, or with records that had to be rescued, has several.
CREATE TABLE source (
  source_id INTEGER,
  file VARCHAR, -- as the user named it
  dialect VARCHAR, -- NULL: nothing in the file was recognised
  bytes BIGINT
);

-- Records that became nothing, with the reason; at most the first 1,000 of a file are kept one by one.
CREATE TABLE rejected (
  file VARCHAR,
  line BIGINT,
  reason VARCHAR,
  is_torn BOOLEAN -- the last line of a file that is still being written
);

-- How many were rejected in all, and how many JSON objects tell of no call beside records that do.
CREATE TABLE rejected_count (file VARCHAR, rejected BIGINT, torn BIGINT, foreigners BIGINT);
