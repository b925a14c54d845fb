-- Is what stands in a log's place now a new log, which goes on where the old one ended, or the old one, edited? $new are the sources of this
-- reading, $old those of the file. Edited is what has a span of the old one, or a time before its end.
SELECT
  NOT EXISTS (SELECT 1 FROM arrived WHERE list_contains($new, source_id) AND call_key IN (SELECT call_key FROM kept_row WHERE list_contains($old, source_id)))
  AND coalesce(
    (SELECT min(started_at) FROM arrived WHERE list_contains($new, source_id) AND kind IS NOT NULL)
    > (SELECT max(started_at) FROM kept.landed WHERE list_contains($old, source_id)),
    NOT EXISTS (SELECT 1 FROM arrived WHERE list_contains($new, source_id))
  ) AS is_successor
