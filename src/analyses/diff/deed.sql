-- What did the spans of each kind and name do in each group, on which side, whatever it cost? Few rows, which all that is asked of
-- spans beyond their costs is made of.
CREATE OR REPLACE TEMP TABLE diff_deed AS
SELECT
  side_of(started_at, source_id) AS side,
  first_key,
  second_key,
  kind,
  coalesce(tool_name, name) AS name,
  is_call,
  is_counted,
  count(*) AS spans,
  count_if(has_failed) AS errors,
  sum(input_tokens) AS input_tokens,
  sum(cache_read_tokens) AS cache_read_tokens,
  sum(cache_write_tokens) AS cache_write_tokens,
  sum(output_tokens) AS output_tokens,
  count_if(lower(stop_reason) IN ('max_tokens', 'length', 'max_output_tokens')) AS cut_off,
  sum(max_tokens) AS max_tokens,
  count(max_tokens) AS limited_spans,
  sum(documents) AS documents,
  count(documents) AS retrieving_spans,
  min(started_at) AS first_at,
  max(started_at) AS last_at
FROM (
  SELECT
    *,
    CASE WHEN kind = 'retrieval' THEN TRY_CAST(coalesce(attributes ->> '$."retriever.doc_count"', attributes ->> '$.doc_count', attributes ->> '$.documents', attributes ->> '$.top_k') AS DOUBLE) END AS documents
  FROM grouped('unpriced')
)
WHERE side_of(started_at, source_id) > 0
GROUP BY ALL
