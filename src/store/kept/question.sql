-- The database file as what a log is made of when it has just been read, so that questions need not know where the spans are from.
CREATE VIEW complete AS
SELECT
  * REPLACE (
    text_key(trace_id) AS trace_key,
    CASE WHEN getvariable('kept_span_is_call')[source_id] THEN span_key ELSE call_key END AS call_key,
    coalesce(is_first, true) AS is_first,
    coalesce(total_tokens, known_sum(known_sum(uncached_input_tokens, known_sum(cache_read_tokens, known_sum(cache_write_5m_tokens, cache_write_1h_tokens))), output_tokens)) AS total_tokens
  ),
  true AS is_span,
  known_sum(cache_write_5m_tokens, cache_write_1h_tokens) AS cache_write_tokens,
  known_sum(uncached_input_tokens, known_sum(cache_read_tokens, known_sum(cache_write_5m_tokens, cache_write_1h_tokens))) AS input_tokens
FROM landed;

CREATE VIEW source AS
SELECT source.source_id, log.name AS file, source.dialect, log.bytes
FROM kept.source JOIN kept.log USING (log_id);

CREATE VIEW landed_count AS
SELECT source_id, records, span_records, other FROM kept.source;

CREATE VIEW superseded AS
SELECT rowid AS landed_row, source_id, coalesce(is_first, true) AS is_first FROM kept.set_aside WHERE kind IS NOT NULL;

CREATE VIEW rejected AS
SELECT log.name AS file, rejected.line, rejected.reason, rejected.is_torn
FROM kept.rejected AS rejected JOIN kept.log USING (log_id);

CREATE VIEW rejected_count AS
SELECT log.name AS file, counted.rejected, counted.torn, counted.foreigners
FROM kept.rejected_count AS counted JOIN kept.log USING (log_id);

CREATE VIEW other_record AS
SELECT source.file, source.dialect, other.record_type, sum(other.records)::BIGINT AS records, bool_and(other.is_known) AS is_known
FROM kept.other_record AS other JOIN source USING (source_id)
GROUP BY source.file, source.dialect, other.record_type;

-- Where the logs stood when they were last read: for who asks for their text.
CREATE VIEW input_path AS SELECT DISTINCT name AS file, path FROM kept.log WHERE path <> '' AND is_present
