-- What was paid above plain input for writing what nobody read, by place of the program, the dearest first?
WITH summed AS (
  SELECT
    site,
    arg_min(call, started_at) AS call,
    count(*)::BIGINT AS calls,
    sum(written_tokens)::BIGINT AS written_tokens,
    sum(unread_tokens)::BIGINT AS unread_tokens,
    CASE WHEN count(computed_cost_usd) = count(*) THEN sum(computed_cost_usd) END AS premium_usd
  FROM priced_calls('cache_unread', 'price')
  GROUP BY site
)
SELECT span.feature, span.name, span.model, summed.calls, summed.written_tokens, summed.unread_tokens, summed.premium_usd
FROM summed
JOIN unpriced AS span ON span.landed_row = summed.call
ORDER BY summed.premium_usd DESC NULLS LAST, summed.unread_tokens DESC, span.name NULLS LAST, span.model NULLS LAST
