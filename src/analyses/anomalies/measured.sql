-- Of which calls is the metric of the variable anomaly_metric known, and what does each of them measure by it?
CREATE OR REPLACE MACRO measured_call() AS TABLE
SELECT
  trace_key, span_key, group_key, model, environment, started_at, day, hour, is_weekend, slice, is_judged, has_failed, cost_usd, value
FROM (
  SELECT
    trace_key, span_key, group_key, model, environment, started_at, day, hour, is_weekend, slice, is_judged, has_failed, cost_usd,
    CASE getvariable('anomaly_metric')
      WHEN 'cost' THEN cost_usd::DOUBLE
      WHEN 'tokens' THEN known_sum(input_tokens, output_tokens)::DOUBLE
      WHEN 'input_tokens' THEN input_tokens::DOUBLE
      WHEN 'output_tokens' THEN output_tokens::DOUBLE
      WHEN 'latency' THEN latency_ms
    END AS value
  FROM judged_call
)
WHERE value >= 0;
