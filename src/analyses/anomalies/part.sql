-- How unlike the same hours of the days before were the parts of each day? Parts of 1, 3, 6, 12 and 24 hours; only where there are
-- enough calls. All against median and MAD over the days and the standard error: `mean_z` of the logarithm of the mean, which sees when
-- some calls grow, `log_z` of the mean of the logarithms, which sees when all of a wide spread do; `traffic_z` of the number of calls
-- (Poisson and a tenth of overdispersion, or the spread of the days where that is wider).
CREATE OR REPLACE TEMP TABLE day_part AS
WITH layout AS (
  SELECT length, unnest(range(0, 25 - length, greatest(1, length // 3))) AS first_hour
  FROM (SELECT unnest([1, 3, 6, 12, 24]) AS length)
),
part AS (
  SELECT
    group_key,
    day,
    length,
    first_hour,
    bool_and(is_judged) AS is_judged,
    sum(calls)::BIGINT AS calls,
    sum(items)::BIGINT AS items,
    sum(cut_sum) AS cut_sum,
    sum(cut_squares) AS cut_squares,
    sum(positive)::BIGINT AS positive,
    sum(log_sum) AS log_sum,
    sum(log_squares) AS log_squares
  FROM group_hour
  JOIN layout ON hour >= first_hour AND hour < first_hour + length
  GROUP BY ALL
),
measured AS (
  SELECT
    *,
    CASE WHEN cut_sum > 0 THEN ln(cut_sum / items) END AS log_mean,
    log_sum / nullif(positive, 0) AS mean_log,
    sqrt(greatest(log_squares / nullif(positive, 0) - (log_sum / nullif(positive, 0)) ** 2, 0)) AS log_deviation,
    -- Coefficient of variation of one call.
    sqrt(greatest(items * cut_squares / nullif(cut_sum, 0) ** 2 - 1, 0)) AS variation
  FROM part
),
-- A day of its life on which a group is silent has traffic, none, and no mean.
compared AS (
  SELECT
    part.group_key,
    part.day,
    part.length,
    part.first_hour,
    count(*) AS days,
    count(past.log_mean) AS mean_days,
    sum(CASE WHEN past.calls IS NULL THEN 0 ELSE past.calls END)::BIGINT AS past_calls,
    list(past.log_mean) FILTER (past.log_mean IS NOT NULL) AS past_means,
    list(past.mean_log) FILTER (past.mean_log IS NOT NULL) AS past_logs,
    list(CASE WHEN past.calls IS NULL THEN 0 ELSE past.calls END) AS past_traffic,
    median(past.variation) AS past_variation,
    median(past.log_deviation) AS past_deviation
  FROM measured AS part
  JOIN past_day USING (group_key, day)
  LEFT JOIN measured AS past
    ON past.group_key = part.group_key
    AND past.day = past_day.past
    AND past.length = part.length
    AND past.first_hour = part.first_hour
  WHERE part.is_judged AND part.calls >= getvariable('least_calls')
  GROUP BY ALL
),
centered AS (
  SELECT
    *,
    list_median(past_means) AS usual_mean,
    list_median(past_logs) AS usual_log,
    list_median(past_traffic) AS usual_traffic
  FROM compared
  WHERE past_calls >= getvariable('least_calls')
),
spread AS (
  SELECT
    *,
    1.4826 * list_median([abs(mean - usual_mean) FOR mean IN past_means]) AS mean_spread,
    1.4826 * list_median([abs(mean - usual_log) FOR mean IN past_logs]) AS log_spread,
    1.4826 * list_median([abs(traffic - usual_traffic) FOR traffic IN past_traffic]) AS traffic_spread
  FROM centered
)
SELECT
  part.group_key,
  part.day,
  part.length,
  part.first_hour,
  part.calls,
  part.items,
  spread.days,
  spread.mean_days,
  spread.usual_mean,
  spread.usual_traffic,
  exp(part.log_mean - spread.usual_mean) AS ratio,
  (part.log_mean - spread.usual_mean)
    / sqrt(greatest(spread.mean_spread, 0.03) ** 2 + greatest(part.variation, spread.past_variation) ** 2 / part.items) AS mean_z,
  (part.mean_log - spread.usual_log)
    / sqrt(greatest(spread.log_spread, 0.03) ** 2 + greatest(part.log_deviation, spread.past_deviation) ** 2 / part.positive) AS log_z,
  part.calls / nullif(spread.usual_traffic, 0) AS traffic_ratio,
  (part.calls - spread.usual_traffic)
    / sqrt(greatest(spread.usual_traffic + (0.1 * spread.usual_traffic) ** 2, spread.traffic_spread ** 2, 1)) AS traffic_z
FROM measured AS part
JOIN spread USING (group_key, day, length, first_hour)
