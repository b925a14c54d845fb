-- The misses that lost most, the first $limit of at least $floor dollars (NULL: all); one of unknown price may be any.
SELECT *, count(*) OVER ()::BIGINT AS misses
FROM cache_detail('cache_loss')
WHERE $floor IS NULL OR lost_usd IS NULL OR lost_usd >= $floor::DECIMAL(38, 12)
ORDER BY lost_usd DESC NULLS LAST, lost_tokens DESC, "at", trace_id NULLS LAST, span_id NULLS LAST, input_tokens
LIMIT $limit
