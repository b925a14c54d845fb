-- Since when does a place of the program miss the cache that used to find it? The moment that divides its calls best into those
-- before, which mostly read what they could, and those after: the likelier the two shares of misses are than one for all, the better.
CREATE OR REPLACE TEMP TABLE cache_break AS
WITH judged AS (
  SELECT
    cache_call.site,
    step.call,
    cache_call.started_at,
    cache_call.input_tokens,
    cache_call.span_key,
    cache_call.read_tokens,
    loss.lost_usd,
    loss.cause,
    CASE WHEN loss.call IS NULL THEN least(step.left_before, cache_call.input_tokens) ELSE loss.expected_tokens END AS expected_tokens,
    loss.call IS NOT NULL AS is_miss
  FROM cache_step AS step
  JOIN cache_call ON cache_call.rowid = step.call
  LEFT JOIN cache_loss AS loss ON loss.call = step.call
  -- Most places lose nothing, or not enough to have broken: they are not looked at.
  WHERE cache_call.site IN (SELECT site FROM cache_loss GROUP BY site HAVING count(*) >= 5)
    AND step.is_conversation
    AND step.left_before >= coalesce(cache_call.minimum, 1024)
    -- What has its own reason says nothing about the prompt.
    AND coalesce(loss.cause NOT IN ('cold_start', 'below_minimum', 'never_enabled', 'model_switch', 'history_shrunk', 'ttl_expired', 'concurrent'), true)
),
suspect AS (
  SELECT site FROM judged GROUP BY site HAVING count_if(is_miss) >= 5 AND count(*) >= 10
),
counted AS (
  SELECT
    *,
    count(*) OVER earlier AS calls_before,
    count_if(is_miss) OVER earlier AS misses_before,
    count(*) OVER whole - calls_before AS calls_after,
    count_if(is_miss) OVER whole - misses_before AS misses_after,
    lead(call) OVER (PARTITION BY site ORDER BY started_at, input_tokens, span_key) AS first_call
  FROM judged
  SEMI JOIN suspect USING (site)
  WINDOW
    earlier AS (PARTITION BY site ORDER BY started_at, input_tokens, span_key ROWS UNBOUNDED PRECEDING),
    whole AS (PARTITION BY site)
),
divided AS (
  SELECT
    *,
    misses_before / calls_before AS miss_rate_before,
    misses_after / calls_after AS miss_rate_after,
    log_likelihood(misses_before, calls_before) + log_likelihood(misses_after, calls_after)
      - log_likelihood(misses_before + misses_after, calls_before + calls_after) AS gain
  FROM counted
  WHERE calls_before >= 5 AND calls_after >= 5
),
best AS (
  SELECT DISTINCT ON (site) *
  FROM divided
  WHERE miss_rate_after >= miss_rate_before + 0.2 AND gain > 3 * ln(calls_before + calls_after)
  ORDER BY site, gain DESC, started_at, input_tokens, span_key
)
SELECT
  best.site,
  best.first_call,
  best.calls_before,
  best.calls_after,
  best.started_at AS last_good_at,
  min(judged.started_at) FILTER (judged.started_at > best.started_at OR judged.call = best.first_call) AS first_bad_at,
  sum(judged.read_tokens) FILTER (judged.started_at <= best.started_at) / nullif(sum(judged.expected_tokens) FILTER (judged.started_at <= best.started_at), 0) AS hit_ratio_before,
  sum(judged.read_tokens) FILTER (judged.started_at > best.started_at) / nullif(sum(judged.expected_tokens) FILTER (judged.started_at > best.started_at), 0) AS hit_ratio_after,
  count_if(judged.is_miss AND judged.started_at > best.started_at)::BIGINT AS misses,
  sum(judged.lost_usd) FILTER (judged.started_at > best.started_at) AS lost_usd,
  mode(judged.cause) FILTER (judged.started_at > best.started_at) AS cause
FROM best
JOIN judged USING (site)
GROUP BY ALL
