-- From which call before it does each open suspect go on, and where do their prompts part? Threads of one conversation may take
-- turns: it is the latest one with which it shares most of its blocks, else the one with the longest front in common.
CREATE OR REPLACE TEMP TABLE cache_compared AS
WITH pair AS (
  SELECT
    suspect.call,
    earlier.call AS base,
    earlier.place,
    own.parts,
    own.digests,
    own.tokens,
    base.parts AS base_parts,
    base.digests AS base_digests,
    len(own.digests) AS own_blocks,
    len(base.digests) AS base_blocks,
    list_position([two[1] IS NOT DISTINCT FROM two[2] FOR two IN list_zip(own.digests, base.digests)], false) AS first_other
  FROM cache_suspect AS suspect
  JOIN cache_step AS earlier ON earlier.chain = suspect.chain AND earlier.place BETWEEN suspect.place - 16 AND suspect.place - 1
  JOIN cache_prompt AS own ON own.call = suspect.call
  JOIN cache_prompt AS base ON base.call = earlier.call
  WHERE suspect.cause IS NULL AND len(own.digests) > 0 AND len(base.digests) > 0
),
measured AS (
  SELECT
    *,
    CASE WHEN first_other > 0 THEN first_other - 1 ELSE own_blocks END AS shared_blocks,
    -- Blocks that stand in both, wherever.
    len(list_intersect(digests, base_digests)) AS common_blocks
  FROM pair
),
nearest AS (
  SELECT DISTINCT ON (call) *
  FROM measured
  ORDER BY
    call,
    2 * common_blocks >= least(own_blocks, base_blocks) DESC,
    CASE WHEN 2 * common_blocks < least(own_blocks, base_blocks) THEN shared_blocks END DESC NULLS LAST,
    place DESC
)
SELECT
  nearest.call,
  nearest.base,
  nearest.own_blocks,
  nearest.base_blocks,
  nearest.shared_blocks,
  list_sum(nearest.tokens[:nearest.shared_blocks]) AS shared_tokens,
  nearest.common_blocks,
  CASE WHEN nearest.shared_blocks < nearest.base_blocks THEN coalesce(nearest.parts[nearest.shared_blocks + 1], nearest.base_parts[nearest.shared_blocks + 1]) END AS changed_part,
  len([1 FOR part IN nearest.parts IF part = 'tools']) AS tools,
  len([1 FOR part IN nearest.base_parts IF part = 'tools']) AS base_tools,
  (step.at_us - base.at_us) / 1000000 AS gap_s,
  base.left_tokens,
  coalesce(base.end_us > step.at_us, false) AS is_concurrent
FROM nearest
JOIN cache_step AS step ON step.call = nearest.call
JOIN cache_step AS base ON base.call = nearest.base
