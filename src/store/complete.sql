-- Every landed row under the full list of columns. Columns that the command did not ask for, or that are empty throughout, were
-- not landed: they are NULL in landed_whole and cost nothing. What can be made of other columns is made here and takes no room.

-- Sources of different worlds (the two sides of a comparison of files) have nothing to do with each other: a call that is
-- logged in both is two calls, also where its ids are the same.
CREATE OR REPLACE MACRO apart(key, source) AS
  CASE WHEN getvariable('source_worlds') IS NULL THEN key ELSE xor(key, hash(getvariable('source_worlds')[source])) END;

CREATE OR REPLACE VIEW complete AS
SELECT
  * EXCLUDE (total_tokens) REPLACE (
    apart(coalesce(trace_key, text_key(trace_id)), source_id) AS trace_key,
    apart(CASE WHEN getvariable('span_is_call') THEN span_key ELSE call_key END, source_id) AS call_key,
    apart(span_key, source_id) AS span_key,
    apart(parent_key, source_id) AS parent_key,
    coalesce(is_first, true) AS is_first
  ),
  CASE WHEN kind IS NOT NULL THEN true WHEN other_type IS NOT NULL THEN false END AS is_span,
  known_sum(cache_write_5m_tokens, cache_write_1h_tokens) AS cache_write_tokens,
  known_sum(uncached_input_tokens, known_sum(cache_read_tokens, known_sum(cache_write_5m_tokens, cache_write_1h_tokens))) AS input_tokens,
  coalesce(total_tokens, known_sum(input_tokens, output_tokens)) AS total_tokens
FROM landed_whole
