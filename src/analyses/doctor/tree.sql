-- Do the spans of the picked traces hang together? Dollars are those of the spans counted; an orphan's include what stands below it.
WITH RECURSIVE orphan AS (
  SELECT examined.*
  FROM examined
  ANTI JOIN (SELECT span_key FROM record() WHERE span_key IS NOT NULL) AS logged ON examined.parent_key = logged.span_key
  WHERE examined.parent_key IS NOT NULL
),
below_orphan AS (
  SELECT span_key FROM orphan WHERE span_key IS NOT NULL
  UNION -- not ALL: a circle of parents ends
  SELECT examined.span_key
  FROM below_orphan
  JOIN examined ON examined.parent_key = below_orphan.span_key
  WHERE examined.span_key IS NOT NULL
),
lost AS (
  SELECT cost_usd FROM examined WHERE span_key IN (FROM below_orphan)
  UNION ALL
  SELECT cost_usd FROM orphan WHERE span_key IS NULL
),
whole_trace AS (
  SELECT trace_key, count_if(parent_key IS NULL) AS roots, count_if(parent_key IS NOT NULL) AS children
  FROM record()
  WHERE trace_key IN (SELECT trace_key FROM examined)
  GROUP BY trace_key
),
trace AS (
  SELECT
    trace_key,
    any_value(roots) AS roots,
    any_value(children) AS children,
    min(trace_id) AS trace_id,
    sum(cost_usd) AS cost_usd
  FROM examined
  JOIN whole_trace USING (trace_key)
  GROUP BY trace_key
),
by_trace AS (
  SELECT
    count(*)::BIGINT AS traces,
    sum(roots)::BIGINT AS roots,
    -- Where nothing has a parent, the log knows no trees and every span is a root of its own.
    count_if(roots > 1 AND children > 0)::BIGINT AS several_roots,
    min(trace_id) FILTER (roots > 1 AND children > 0) AS several_roots_example,
    count_if(roots = 0 AND cost_usd > 0)::BIGINT AS costly_without_root,
    min(trace_id) FILTER (roots = 0 AND cost_usd > 0) AS costly_without_root_example,
    sum(cost_usd) FILTER (roots = 0) AS costly_without_root_usd
  FROM trace
),
by_span AS (
  SELECT
    count(*)::BIGINT AS spans,
    count_if(is_call)::BIGINT AS calls,
    count_if(coalesce(usage_role = 'unattributed', false))::BIGINT AS unattributed,
    min(span_id) FILTER (usage_role = 'unattributed') AS unattributed_example,
    sum(cost_usd) FILTER (usage_role = 'unattributed') AS unattributed_usd,
    sum(known_sum(input_tokens, output_tokens)) FILTER (usage_role = 'unattributed')::BIGINT AS unattributed_tokens,
    count_if(is_call AND call_key IS NULL)::BIGINT AS without_id,
    count_if(coalesce(is_linked, false))::BIGINT AS linked,
    min(span_id) FILTER (is_linked) AS linked_example
  FROM examined
),
repeated AS (
  SELECT
    count(*)::BIGINT AS rollups,
    min(complete.span_id) AS rollups_example,
    sum(complete.reported_cost_usd) AS rollups_usd,
    sum(known_sum(complete.input_tokens, complete.output_tokens))::BIGINT AS rollups_tokens
  FROM complete
  JOIN rollup USING (span_key)
  WHERE rollup.usage_role = 'rollup' AND span_key IN (SELECT span_key FROM examined)
),
twin AS (
  SELECT count(*) - 1 AS copies, sum(cost_usd) - max(cost_usd) AS cost_usd
  FROM examined
  WHERE is_call AND call_key IS NULL AND started_at IS NOT NULL
  GROUP BY trace_key, started_at, latency_ms, provider, model, input_tokens, cached_tokens, output_tokens
  HAVING count(*) > 1
),
by_orphan AS (
  SELECT count(*)::BIGINT AS orphans, min(span_id) AS orphans_example FROM orphan
)
SELECT
  by_trace.*,
  by_span.*,
  by_orphan.*,
  repeated.*,
  (SELECT sum(cost_usd) FROM lost) AS orphans_usd,
  (SELECT coalesce(sum(copies), 0)::BIGINT FROM twin) AS twins,
  (SELECT sum(cost_usd) FROM twin) AS twins_usd,
  (SELECT coalesce(sum(duplicates), 0)::BIGINT FROM accounting) AS merged,
  (SELECT coalesce(sum(records), 0)::BIGINT FROM accounting) AS records
FROM by_trace CROSS JOIN by_span CROSS JOIN by_orphan CROSS JOIN repeated
