-- Each of these misses (rows of `cache_loss`) with the names that the log has for it, and for the call that it is compared with.
CREATE OR REPLACE MACRO cache_detail(losses) AS TABLE
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
  loss.* EXCLUDE (started_at, span_key, group_key),
  before.trace_id AS before_trace_id,
  before.span_id AS before_span_id,
  before.source_id AS before_source_id,
  before.model AS before_model
FROM query_table(losses) AS loss
JOIN unpriced AS span ON span.landed_row = loss.call
LEFT JOIN unpriced AS before ON before.landed_row = coalesce(loss.base, loss.before)
