-- Are the logged times possible? $now: the instant after which nothing can have begun; NULL: no such instant.
WITH parent AS (
  SELECT span_key, min(started_at) AS started_at, max(ended_at) AS ended_at
  FROM record()
  WHERE span_key IN (SELECT parent_key FROM examined)
  GROUP BY span_key
),
judged AS (
  SELECT
    examined.span_id,
    examined.started_at,
    examined.ended_at,
    examined.started_at IS NULL AS without_time,
    examined.is_naive_time AS naive_time,
    -- As `run_20260708T165228Z_f044bd57` has it: to the second, and in no field of its own.
    coalesce(date_trunc('second', examined.started_at) = examined.started_at
      AND contains(examined.trace_id, strftime(timezone('UTC', examined.started_at), '%Y%m%dT%H%M%S')), false) AS time_of_id,
    examined.ended_at < examined.started_at OR examined.latency_ms < 0 AS ends_before_start,
    examined.started_at < parent.started_at - INTERVAL 1 SECOND AS starts_before_parent,
    examined.ended_at > parent.ended_at + INTERVAL 1 SECOND AS ends_after_parent,
    (epoch_us(examined.ended_at) - epoch_us(examined.started_at)) / 1000 AS clocked_ms,
    abs(examined.latency_ms - clocked_ms) > greatest(100, 0.1 * clocked_ms) AND clocked_ms >= 0 AS latency_contradicts,
    examined.started_at > $now::TIMESTAMPTZ AS in_future
  FROM examined
  LEFT JOIN parent ON examined.parent_key = parent.span_key
)
SELECT
  count(*)::BIGINT AS spans,
  min(started_at) AS first_at,
  max(greatest(started_at, ended_at)) AS last_at,
  count_if(without_time)::BIGINT AS without_time,
  min(span_id) FILTER (without_time) AS without_time_example,
  count_if(time_of_id)::BIGINT AS time_of_id,
  min(span_id) FILTER (time_of_id) AS time_of_id_example,
  count_if(naive_time)::BIGINT AS naive_time,
  min(span_id) FILTER (naive_time) AS naive_time_example,
  count_if(ends_before_start)::BIGINT AS ends_before_start,
  min(span_id) FILTER (ends_before_start) AS ends_before_start_example,
  count_if(starts_before_parent)::BIGINT AS starts_before_parent,
  min(span_id) FILTER (starts_before_parent) AS starts_before_parent_example,
  count_if(ends_after_parent)::BIGINT AS ends_after_parent,
  min(span_id) FILTER (ends_after_parent) AS ends_after_parent_example,
  count_if(latency_contradicts)::BIGINT AS latency_contradicts,
  min(span_id) FILTER (latency_contradicts) AS latency_contradicts_example,
  count_if(in_future)::BIGINT AS in_future,
  min(span_id) FILTER (in_future) AS in_future_example
FROM judged
