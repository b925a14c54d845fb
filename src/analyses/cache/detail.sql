-- Each miss with the names that the log has for it, and for the call that it is compared with.
CREATE OR REPLACE MACRO cache_detail() AS TABLE
SELECT
  span.trace_id,
  span.span_id,
  span.session_id,
  span.started_at AS at,
  span.model,
  span.name,
  span.feature,
  span.agent,
  span.release,
  span.source_id,
  loss.* EXCLUDE (landed_row, started_at, span_key, first_key, second_key, cost_usd, is_call),
  before.trace_id AS before_trace_id,
  before.span_id AS before_span_id,
  before.source_id AS before_source_id,
  before.model AS before_model
FROM cache_loss AS loss
JOIN unpriced AS span USING (landed_row)
LEFT JOIN cache_call AS base ON base.rowid = coalesce(loss.base, loss.before)
LEFT JOIN unpriced AS before ON before.landed_row = base.landed_row
