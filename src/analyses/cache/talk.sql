-- Which calls belong to one conversation, where neither a session nor a trace says so? A call goes on from the latest earlier one, of the
-- same agent at the same place of the program, whose messages are the longest front of its own; tools and system prompt may have changed.
CREATE OR REPLACE TEMP TABLE cache_talk AS
WITH RECURSIVE shared AS (
  SELECT trace_key FROM unpriced WHERE is_call GROUP BY trace_key HAVING count(*) > 1
),
message AS (
  SELECT
    unpriced.landed_row,
    hash(unpriced.agent, unpriced.feature, CASE WHEN unpriced.model IS NULL THEN unpriced.name ELSE replace(unpriced.name, unpriced.model, '') END) AS site,
    unpriced.started_at,
    unnest([{place: place, digest: hash(place, said[place])} FOR place IN range(1, len(said) + 1)], max_depth := 2)
  FROM (
    SELECT *, [block.digest FOR block IN blocks IF block.part = 'messages'] AS said FROM unpriced
    WHERE is_call AND session_id IS NULL AND started_at IS NOT NULL AND len(blocks) > 0
  ) AS unpriced
  ANTI JOIN shared USING (trace_key)
),
front AS (
  SELECT
    landed_row, site, started_at, place,
    count(*) OVER (PARTITION BY landed_row) AS messages,
    sum(digest) OVER (PARTITION BY landed_row ORDER BY place) AS front
  FROM message
),
-- All that a call said is a front of what the next one says.
whole AS (
  SELECT landed_row, site, started_at, max(place) AS place, arg_max(front, place) AS front FROM front GROUP BY landed_row, site, started_at
),
follow AS (
  SELECT front.landed_row, arg_max(whole.landed_row, (whole.place, whole.started_at, whole.landed_row)) AS before
  FROM front
  JOIN whole USING (site, place, front)
  WHERE whole.started_at < front.started_at AND front.place < front.messages
  GROUP BY front.landed_row
),
climb AS (
  SELECT landed_row, landed_row AS above FROM whole WHERE landed_row NOT IN (SELECT landed_row FROM follow)
  UNION ALL
  SELECT follow.landed_row, climb.above FROM climb JOIN follow ON follow.before = climb.landed_row
)
SELECT landed_row, hash('talk', above) AS talk_key FROM climb
