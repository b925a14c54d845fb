-- Records that are no spans, by their type: nothing hides there. $known: dialect → the types that it knows, as JSON.
INSERT INTO other_record
SELECT
  source.file,
  source.dialect,
  complete.other_type AS record_type,
  count(*)::BIGINT AS records,
  list_contains(($known::JSON -> ('$."' || source.dialect || '"'))::VARCHAR[], complete.other_type) AS is_known
FROM complete
JOIN source USING (source_id)
WHERE complete.is_first AND complete.other_type IS NOT NULL
GROUP BY source.file, source.dialect, complete.other_type
