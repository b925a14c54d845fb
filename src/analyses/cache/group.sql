-- What did each group of calls read from the cache, what should it have read, and what did the difference cost?
CREATE OR REPLACE TEMP TABLE cache_group AS
WITH whole AS (
  SELECT
    group_key,
    any_value(first_key) AS first_key,
    any_value(second_key) AS second_key,
    count_if(is_call)::BIGINT AS calls,
    count_if(is_known)::BIGINT AS known_calls,
    sum(cost_usd) AS cost_usd,
    sum(input_tokens) FILTER (is_known)::BIGINT AS input_tokens,
    sum(read_tokens) FILTER (is_known)::BIGINT AS read_tokens,
    sum(written_tokens) FILTER (is_known)::BIGINT AS written_tokens,
    count_if(is_unpriced)::BIGINT AS unpriced_calls,
    count_if(price_assumed)::BIGINT AS assumed_prices,
    count_if(is_output_placeholder AND is_call)::BIGINT AS placeholder_calls,
    count_if(usage_role = 'unattributed')::BIGINT AS unattributed_spans
  FROM cache_call
  GROUP BY group_key
),
hoped AS (
  SELECT
    step.group_key,
    sum(CASE WHEN loss.call IS NULL THEN least(step.left_before, step.input_tokens) ELSE loss.expected_tokens END)::BIGINT AS expected_tokens
  FROM cache_step AS step
  LEFT JOIN cache_loss AS loss USING (call)
  WHERE (step.is_conversation OR loss.call IS NOT NULL) AND loss.cause IS DISTINCT FROM 'below_minimum'
  GROUP BY step.group_key
),
lost AS (
  SELECT
    group_key,
    sum(lost_tokens)::BIGINT AS lost_tokens,
    sum(lost_usd) AS lost_usd,
    sum(lost_usd) FILTER (is_avoidable) AS avoidable_usd,
    count_if(lost_usd IS NULL)::BIGINT AS unpriced_misses
  FROM cache_loss
  GROUP BY group_key
),
cause AS (
  SELECT group_key, map_from_entries(list({cause: cause, calls: calls} ORDER BY calls DESC, cause)) AS causes
  FROM (SELECT group_key, cause, count(*)::BIGINT AS calls FROM cache_loss GROUP BY group_key, cause)
  GROUP BY group_key
)
SELECT
  whole.* EXCLUDE (group_key),
  hoped.expected_tokens,
  CASE WHEN whole.known_calls > 0 THEN known_sum(0::BIGINT, lost.lost_tokens) END AS lost_tokens,
  CASE WHEN whole.known_calls > 0 THEN known_sum(0::DECIMAL(38, 12), lost.lost_usd) END AS lost_usd,
  CASE WHEN whole.known_calls > 0 THEN known_sum(0::DECIMAL(38, 12), lost.avoidable_usd) END AS avoidable_usd,
  known_sum(0::BIGINT, lost.unpriced_misses) AS unpriced_misses,
  coalesce(cause.causes, MAP {}) AS causes
FROM whole
LEFT JOIN hoped USING (group_key)
LEFT JOIN lost USING (group_key)
LEFT JOIN cause USING (group_key)
