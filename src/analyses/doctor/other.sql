-- Which records are no spans? By dialect and type, unknown types first; is_known is NULL where a dialect lists no types.
SELECT dialect, record_type, sum(records)::BIGINT AS records, is_known
FROM other_record
GROUP BY dialect, record_type, is_known
ORDER BY coalesce(is_known, true), records DESC, dialect, record_type
