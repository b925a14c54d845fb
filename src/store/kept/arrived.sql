-- What has been read, under the ids of the file: $ids[id of this reading]. What can be made of other columns is left out.
CREATE OR REPLACE TABLE arrived AS
SELECT
  columns(lambda name: list_contains($columns, name)),
  $ids[source_id] AS source_id,
  kept_call_key($ids[source_id], span_key, call_key) AS call_key,
  CASE WHEN uncached_input_tokens IS NULL AND output_tokens IS NULL THEN total_tokens END AS total_tokens
FROM complete
WHERE kind IS NOT NULL OR other_type IN ('tool_result', 'trace')
