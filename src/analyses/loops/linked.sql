-- Which traces of agents were started by which call of a tool in the trace that they are linked with? One agent asks another, which asks
-- the first: a chain of traces is a thread of its own, of which each step is a trace. Of several chains with one root, the longest.
CREATE OR REPLACE TEMP TABLE loop_linked AS
WITH RECURSIVE trace AS (
  SELECT
    trace_key,
    min(trace_id) AS trace_id,
    min(started_at) AS began_at,
    arg_min(span_id, started_at) AS span_id,
    arg_min(span_key, started_at) AS span_key,
    coalesce(min(agent), arg_min(name, started_at)) AS agent,
    flatten(list(links)) AS links,
    sum(cost_usd) AS cost_usd
  FROM picked
  WHERE trace_key IN (SELECT trace_key FROM unpriced WHERE len(links) > 0 UNION SELECT text_key(unnest(links)) FROM unpriced WHERE len(links) > 0)
  GROUP BY trace_key
),
link AS (
  SELECT trace_key, text_key(unnest(links)) AS linked_key FROM trace
),
-- Of two linked traces the one that began first asked the other.
held AS (
  SELECT later.trace_key, arg_max(earlier.trace_key, (earlier.began_at, earlier.trace_key)) AS asker_key
  FROM (SELECT trace_key AS one, linked_key AS other FROM link UNION SELECT linked_key, trace_key FROM link) AS pair
  JOIN trace AS earlier ON earlier.trace_key = pair.one
  JOIN trace AS later ON later.trace_key = pair.other
  WHERE earlier.began_at < later.began_at
  GROUP BY later.trace_key
),
climb AS (
  SELECT trace_key, trace_key AS root_key, 0 AS depth FROM trace WHERE trace_key NOT IN (SELECT trace_key FROM held)
  UNION ALL
  SELECT held.trace_key, climb.root_key, climb.depth + 1 FROM climb JOIN held ON held.asker_key = climb.trace_key WHERE climb.depth < 1000
),
chain AS (
  SELECT root_key, arg_max(trace_key, (depth, trace_key)) AS trace_key FROM climb WHERE depth > 0 GROUP BY root_key
  UNION ALL
  SELECT chain.root_key, held.asker_key FROM chain JOIN held USING (trace_key)
),
asked AS (
  SELECT chain.root_key, trace.trace_key, arg_max(step.arguments, (step.started_at, step.span_id)) AS arguments
  FROM chain
  JOIN held USING (trace_key)
  JOIN trace USING (trace_key)
  JOIN unpriced AS step ON step.trace_key = held.asker_key AND step.kind = 'tool' AND step.started_at <= trace.began_at AND step.arguments IS NOT NULL
  GROUP BY ALL
)
SELECT
  -- No trace of its own, so that its steps belong to no turn of a model.
  hash('linked', asked.root_key) AS trace_key, trace.trace_id, trace.span_key, trace.span_id, trace.began_at AS started_at,
  trace.agent AS tool, asked.arguments, trace.cost_usd, hash('linked', asked.root_key) AS thread_key
FROM asked
JOIN trace USING (trace_key)
