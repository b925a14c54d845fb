-- Where did the records go, by dialect?
SELECT
  dialect,
  count(*)::BIGINT AS files,
  sum(records)::BIGINT AS records,
  sum(span_records)::BIGINT AS spans,
  sum(duplicates)::BIGINT AS duplicates,
  sum(other)::BIGINT AS other,
  sum(rejected)::BIGINT AS rejected
FROM accounting
GROUP BY dialect
ORDER BY records DESC, dialect NULLS LAST
