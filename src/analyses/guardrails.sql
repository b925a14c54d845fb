-- How much of what guardrails limit did each trace use? One row per trace and rule of guardrails.ts; what no span of the trace
-- knows has none. `subject`: the tool or the span that the value is of; NULL: the trace as a whole.
CREATE OR REPLACE VIEW guarded AS
WITH used AS (
  SELECT
    trace_id,
    count_if(is_call) AS llm_calls,
    sum(cost_usd) AS cost_usd,
    max(cost_usd) AS span_cost_usd,
    arg_min(span_id, (-cost_usd, span_id)) AS dearest_span_id,
    sum(input_tokens) AS input_tokens
  FROM picked
  WHERE trace_id IS NOT NULL
  GROUP BY trace_id
),
tool AS (
  SELECT trace_id, tool_name, count(*) AS calls
  FROM unpriced
  WHERE kind = 'tool' AND tool_name IS NOT NULL AND trace_id IS NOT NULL
  GROUP BY trace_id, tool_name
)
SELECT trace_id, 'max-llm-calls' AS rule, llm_calls::DECIMAL(38, 12) AS value, NULL::VARCHAR AS subject FROM used
UNION ALL BY NAME
SELECT trace_id, 'max-same-tool' AS rule, max(calls)::DECIMAL(38, 12) AS value, arg_min(tool_name, (-calls, tool_name)) AS subject FROM tool GROUP BY trace_id
UNION ALL BY NAME
SELECT trace_id, 'max-trace-cost' AS rule, cost_usd::DECIMAL(38, 12) AS value FROM used WHERE cost_usd IS NOT NULL
UNION ALL BY NAME
SELECT trace_id, 'max-span-cost' AS rule, span_cost_usd::DECIMAL(38, 12) AS value, dearest_span_id AS subject FROM used WHERE span_cost_usd IS NOT NULL
UNION ALL BY NAME
SELECT trace_id, 'max-trace-input-tokens' AS rule, input_tokens::DECIMAL(38, 12) AS value FROM used WHERE input_tokens IS NOT NULL
