-- What else was different from then on, at the places that broke? Values that nearly all of the 50 calls before had, and nearly all
-- of the 50 from then on had not, but another one; `at`: when the new one was first seen there.
WITH beside AS (
  SELECT
    near.site, near.is_after, near.started_at,
    span.release, span.model, span.provider, span.environment, span.service_tier, span.agent,
    coalesce(span.attributes, late_attribute.attributes) AS attributes
  FROM late_span AS near
  JOIN unpriced AS span USING (landed_row)
  LEFT JOIN late_attribute USING (landed_row)
),
-- A flag that only some of the calls log has no value on the others.
attribute_key AS (
  SELECT DISTINCT site, unnest(json_keys(attributes)) AS field FROM beside WHERE attributes IS NOT NULL
),
told AS (
  SELECT
    site,
    is_after,
    started_at,
    unnest([
      {field: 'release', value: release},
      {field: 'model', value: model},
      {field: 'provider', value: provider},
      {field: 'environment', value: environment},
      {field: 'service_tier', value: service_tier},
      {field: 'agent', value: agent}
    ], max_depth := 2)
  FROM beside
  UNION ALL
  SELECT beside.site, beside.is_after, beside.started_at, attribute_key.field, beside.attributes ->> attribute_path(attribute_key.field)
  FROM beside
  JOIN attribute_key USING (site)
),
valued AS (
  SELECT site, field, is_after, value, count(*) AS calls, min(started_at) AS since FROM told GROUP BY site, field, is_after, value
),
usual AS (
  SELECT DISTINCT ON (site, field, is_after)
    site, field, is_after, value, since,
    calls / sum(calls) OVER (PARTITION BY site, field, is_after) AS share
  FROM valued
  ORDER BY site, field, is_after, calls DESC, value NULLS LAST
)
SELECT earlier.site, earlier.field, earlier.value AS value_before, later.value AS value_after, later.since
FROM usual AS earlier
JOIN usual AS later ON later.site = earlier.site AND later.field = earlier.field
WHERE NOT earlier.is_after AND later.is_after
  AND earlier.value IS DISTINCT FROM later.value
  AND earlier.share >= 0.9 AND later.share >= 0.9
ORDER BY earlier.site, earlier.field
