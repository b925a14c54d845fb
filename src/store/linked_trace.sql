-- Which traces roll up to another that they are linked with? Of two linked traces the one that began first holds the other: an agent that
-- links what it starts, or what it starts that links it. Where no time tells, the one that links.
CREATE TEMP TABLE linked_trace AS
WITH RECURSIVE link AS (
  SELECT DISTINCT trace_key AS linker, text_key(unnest(links)) AS linked
  FROM complete
  WHERE len(links) > 0
),
trace AS (
  SELECT trace_key, min(started_at) AS began_at, min(trace_id) AS trace_id
  FROM complete
  WHERE is_span AND trace_key IN (SELECT linker FROM link UNION ALL SELECT linked FROM link)
  GROUP BY trace_key
),
pair AS (
  SELECT
    link.linker,
    link.linked,
    coalesce(linked_trace.began_at < linker_trace.began_at, false)
      -- Each links the other, and neither began first.
      OR link.linked < link.linker AND linked_trace.began_at IS NOT DISTINCT FROM linker_trace.began_at AND EXISTS (
        FROM link AS back WHERE back.linker = link.linked AND back.linked = link.linker) AS is_held_by_linked
  FROM link
  JOIN trace AS linker_trace ON linker_trace.trace_key = link.linker
  JOIN trace AS linked_trace ON linked_trace.trace_key = link.linked
  WHERE link.linker <> link.linked
),
directed AS (
  SELECT
    CASE WHEN is_held_by_linked THEN linker ELSE linked END AS child,
    CASE WHEN is_held_by_linked THEN linked ELSE linker END AS parent
  FROM pair
),
held AS (
  -- The earliest of several.
  SELECT child, arg_min(parent, (coalesce(trace.began_at, 'infinity'::TIMESTAMPTZ), parent)) AS parent
  FROM directed
  JOIN trace ON trace.trace_key = directed.parent
  GROUP BY child
),
climb AS (
  SELECT child, parent, 1 AS height FROM held
  UNION -- not ALL: a circle of links ends
  SELECT climb.child, held.parent, climb.height + 1 AS height
  FROM climb
  JOIN held ON held.child = climb.parent
  WHERE climb.height < 100
)
SELECT climb.child AS trace_key, climb.parent AS root_key, trace.trace_id AS root_id
FROM climb
JOIN trace ON trace.trace_key = climb.parent
WHERE climb.parent NOT IN (SELECT child FROM held)
