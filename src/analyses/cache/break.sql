-- Since when does a place of the program miss the cache that used to find it? The moment that divides its calls best into those
-- before, which mostly read what they could, and those after: the likelier the two shares of misses are than one for all, the better.
CREATE OR REPLACE TEMP TABLE cache_break AS
WITH judged AS (
  SELECT
    step.site,
    step.call,
    step.started_at,
    step.input_tokens,
    step.span_key,
    loss.call IS NOT NULL AS is_miss
  FROM cache_step AS step
  JOIN cache_rule AS rule USING (rule_id)
  LEFT JOIN cache_loss AS loss USING (call)
  -- Most places lose nothing, or not enough to have broken: they are not looked at.
  WHERE step.site IN (SELECT site FROM cache_loss GROUP BY site HAVING count(*) >= 5)
    AND step.is_conversation
    AND step.left_before >= coalesce(rule.minimum, 1024)
    -- What has its own reason says nothing about the prompt.
    AND coalesce(loss.cause NOT IN ('cold_start', 'below_minimum', 'never_enabled', 'model_switch', 'history_shrunk', 'ttl_expired', 'concurrent'), true)
),
suspect AS (
  SELECT site FROM judged GROUP BY site HAVING count_if(is_miss) >= 5 AND count(*) >= 10
),
placed AS (
  SELECT
    *,
    row_number() OVER earlier AS place,
    lag(started_at) OVER earlier AS good_at
  FROM judged
  SEMI JOIN suspect USING (site)
  WINDOW earlier AS (PARTITION BY site ORDER BY started_at, input_tokens, span_key)
),
-- Nothing divides as well as what comes right before a miss, but the least of calls that each side must have.
candidate AS (
  SELECT
    placed.*,
    whole.calls,
    whole.misses,
    count_if(is_miss) OVER (PARTITION BY site ORDER BY place ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS misses_before
  FROM placed
  JOIN (SELECT site, count(*) AS calls, count_if(is_miss) AS misses FROM judged GROUP BY site) AS whole USING (site)
  WHERE placed.is_miss OR placed.place = 6 OR placed.place = whole.calls - 4
),
divided AS (
  SELECT
    site,
    call AS first_call,
    place,
    good_at,
    place - 1 AS calls_before,
    calls - calls_before AS calls_after,
    misses - misses_before AS misses_after,
    misses_before / calls_before AS miss_rate_before,
    misses_after / calls_after AS miss_rate_after,
    log_likelihood(misses_before, calls_before) + log_likelihood(misses_after, calls_after) - log_likelihood(misses, calls) AS gain
  FROM candidate
  WHERE place > 5 AND calls - place >= 4
),
best AS (
  SELECT DISTINCT ON (site) *
  FROM divided
  WHERE miss_rate_after >= miss_rate_before + 0.2 AND gain > 3 * ln(calls_before + calls_after)
  ORDER BY site, gain DESC, place
)
SELECT
  best.site,
  best.first_call,
  best.calls_before,
  best.calls_after,
  best.good_at AS last_good_at,
  min(judged.started_at) FILTER (judged.started_at > best.good_at OR judged.call = best.first_call) AS first_bad_at,
  sum(step.read_tokens) FILTER (judged.started_at <= best.good_at)
    / nullif(sum(coalesce(loss.expected_tokens, least(step.left_before, step.input_tokens))) FILTER (judged.started_at <= best.good_at), 0) AS hit_ratio_before,
  sum(step.read_tokens) FILTER (judged.started_at > best.good_at)
    / nullif(sum(coalesce(loss.expected_tokens, least(step.left_before, step.input_tokens))) FILTER (judged.started_at > best.good_at), 0) AS hit_ratio_after,
  count_if(judged.is_miss AND judged.started_at > best.good_at)::BIGINT AS misses,
  sum(loss.lost_usd) FILTER (judged.started_at > best.good_at) AS lost_usd,
  mode(loss.cause) FILTER (judged.started_at > best.good_at) AS cause
FROM best
JOIN judged USING (site)
JOIN cache_step AS step ON step.call = judged.call
LEFT JOIN cache_loss AS loss ON loss.call = judged.call
GROUP BY ALL
