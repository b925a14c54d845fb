-- Which groups lead? The first $limit of them, ranked.
CREATE OR REPLACE TEMP TABLE top_listed AS
SELECT *, (row_number() OVER ())::BIGINT AS rank
FROM (
  SELECT *
  FROM top_group
  ORDER BY
    CASE getvariable('top_by') WHEN 'tokens' THEN tokens::DOUBLE ELSE measure END DESC NULLS LAST,
    cost_usd DESC NULLS LAST,
    tokens DESC NULLS LAST,
    first_key NULLS LAST,
    second_key NULLS LAST,
    call_identity NULLS LAST
  LIMIT $limit
)
