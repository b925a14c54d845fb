-- How were the calls asked for, as far as the log says so?
SELECT
  count(*)::BIGINT AS spans,
  count_if(is_call)::BIGINT AS calls,
  -- Where no call has the field at all, the log does not say.
  CASE WHEN count(max_tokens) > 0 THEN count_if(is_call AND max_tokens IS NULL) END::BIGINT AS uncapped,
  min(span_id) FILTER (is_call AND max_tokens IS NULL) AS uncapped_example,
  CASE WHEN count(stop_reason) > 0 THEN count_if(is_call AND is_truncated) END::BIGINT AS truncated,
  min(span_id) FILTER (is_call AND is_truncated) AS truncated_example,
  count_if(weight <> 1)::BIGINT AS sampled,
  min(span_id) FILTER (weight <> 1) AS sampled_example,
  CASE WHEN count(weight) > 0 THEN sum(CASE WHEN weight IS NULL THEN 1 ELSE weight END) END AS represented
FROM examined
