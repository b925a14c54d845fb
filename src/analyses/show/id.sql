-- What does an id, or the beginning of one, name? The traces, sessions and spans it may mean, the likelier first, at most six.
WITH matching AS (
  SELECT DISTINCT trace_id, session_id, span_id
  FROM picked
  WHERE trace_id = $id OR session_id = $id OR span_id = $id
    OR length($id) >= 4 AND (starts_with(trace_id, $id) OR starts_with(session_id, $id) OR starts_with(span_id, $id))
),
named AS (
  SELECT DISTINCT 1 AS place, 'trace' AS means, trace_id AS id, trace_id FROM matching WHERE starts_with(trace_id, $id)
  UNION ALL
  SELECT DISTINCT 2 AS place, 'session' AS means, session_id AS id, NULL AS trace_id FROM matching WHERE starts_with(session_id, $id)
  UNION ALL
  SELECT DISTINCT 3 AS place, 'span' AS means, span_id AS id, trace_id FROM matching WHERE starts_with(span_id, $id)
),
-- An exact id is none of those that it begins; a trace that is a session too, or has spans named after it, is the trace.
meant AS (
  SELECT *
  FROM named
  WHERE CASE
    WHEN EXISTS (SELECT 1 FROM named WHERE id = $id) THEN id = $id AND place = (SELECT min(place) FROM named WHERE id = $id)
    WHEN means = 'trace' THEN true
    ELSE coalesce(trace_id, id) NOT IN (SELECT id FROM named WHERE means = 'trace' AND id IS NOT NULL)
  END
)
SELECT means, id, trace_id, count(*) OVER ()::INTEGER AS candidates
FROM meant
ORDER BY place, id, trace_id
LIMIT 6
