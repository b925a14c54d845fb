-- Where did the records of each file go, and why was the first that could not be read refused? Files with a problem first.
WITH first_refused AS (
  SELECT file, arg_min(concat_ws(': ', line, reason), line) AS first_reason
  FROM rejected
  GROUP BY file
)
SELECT
  accounting.file,
  accounting.dialect,
  accounting.records,
  accounting.span_records AS spans,
  accounting.duplicates,
  accounting.other,
  accounting.rejected,
  CASE
    WHEN accounting.rejected = 0 THEN NULL
    WHEN accounting.rejected = accounting.torn THEN coalesce(first_refused.first_reason, 'the last line is torn: is it still being written?')
    ELSE first_refused.first_reason
  END AS first_reason,
  accounting.torn,
  accounting.records <> accounting.span_records + accounting.duplicates + accounting.other + accounting.rejected AS is_off
FROM accounting
LEFT JOIN first_refused USING (file)
ORDER BY is_off DESC, accounting.rejected > 0 DESC, accounting.file, accounting.records DESC, accounting.dialect NULLS LAST
