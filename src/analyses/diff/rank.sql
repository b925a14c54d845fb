-- For each group and factor: how many traces a side, the sum of the ranks of those after, and the ties among them. Of more than
-- $most traces a side only about so many are looked at, by chance.
WITH counted AS (
  SELECT place, ceil(count(*) / (2 * $most))::UBIGINT AS one_in FROM diff_measure GROUP BY place
),
chosen AS (
  SELECT diff_measure.* EXCLUDE (side), bit > 1 AS is_after
  FROM diff_measure
  JOIN counted USING (place)
  JOIN diff_side USING (side)
  WHERE (trace_key >> 20) % one_in = 0
),
valued AS (
  UNPIVOT (SELECT place, is_after, calls_per_trace, prompt_size, cache_mix, output_size, model_mix, unit_price FROM chosen)
  ON calls_per_trace, prompt_size, cache_mix, output_size, model_mix, unit_price
  INTO NAME factor VALUE measure
),
-- Nine digits: what differs by less differs by the order of additions.
distinct_value AS (
  SELECT place, factor, round(measure, 9) AS measure, count(*) AS values_in_all, count_if(is_after) AS values_after
  FROM valued
  GROUP BY place, factor, round(measure, 9)
),
ranked AS (
  SELECT
    *,
    sum(values_in_all) OVER (PARTITION BY place, factor ORDER BY measure ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) - (values_in_all - 1) / 2 AS rank
  FROM distinct_value
)
SELECT
  place,
  factor,
  (sum(values_in_all) - sum(values_after))::DOUBLE AS before,
  sum(values_after)::DOUBLE AS after,
  sum(rank * values_after)::DOUBLE AS rank_sum,
  sum(values_in_all::DOUBLE ** 3 - values_in_all)::DOUBLE AS ties
FROM ranked
GROUP BY place, factor
ORDER BY place, factor
