-- Where did every record go? records = span_records + duplicates + other + rejected, for each file and dialect.
CREATE OR REPLACE VIEW accounting AS
WITH superseded_count AS (
  SELECT source_id, count_if(is_first) AS duplicates FROM superseded GROUP BY source_id
),
by_dialect AS (
  SELECT
    source.file,
    source.dialect,
    sum(landed_count.records) AS records,
    sum(landed_count.span_records) - coalesce(sum(superseded_count.duplicates), 0) AS span_records,
    coalesce(sum(superseded_count.duplicates), 0) AS duplicates,
    sum(landed_count.other) AS other,
    0 AS rejected,
    0 AS torn,
    0 AS foreigners,
    max(source.bytes) AS bytes
  FROM source
  JOIN landed_count USING (source_id)
  LEFT JOIN superseded_count USING (source_id)
  GROUP BY source.file, source.dialect
),
refused AS (
  SELECT file, NULL AS dialect, sum(rejected + foreigners) AS records, 0 AS span_records, 0 AS duplicates, sum(foreigners) AS other, sum(rejected) AS rejected, sum(torn) AS torn, sum(foreigners) AS foreigners, NULL AS bytes
  FROM rejected_count
  GROUP BY file
),
-- Rejected and foreign records stand with the dialect that most of their file is in.
together AS (
  SELECT
    file,
    coalesce(dialect, first_value(dialect IGNORE NULLS) OVER (PARTITION BY file ORDER BY records DESC, dialect ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)) AS dialect,
    records, span_records, duplicates, other, rejected, torn, foreigners, bytes
  FROM (FROM by_dialect UNION ALL BY NAME FROM refused)
)
SELECT
  file,
  dialect,
  sum(records)::BIGINT AS records,
  sum(span_records)::BIGINT AS span_records,
  sum(duplicates)::BIGINT AS duplicates,
  sum(other)::BIGINT AS other,
  sum(rejected)::BIGINT AS rejected,
  sum(torn)::BIGINT AS torn,
  sum(foreigners)::BIGINT AS foreigners,
  max(bytes)::BIGINT AS bytes
FROM together
GROUP BY file, dialect
