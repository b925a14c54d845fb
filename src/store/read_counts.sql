-- Of which sources did the SELECT leave records unread, and how many did it claim there?
SELECT
  source_id,
  count_if((is_span OR other_type IS NOT NULL) AND is_first)::INTEGER AS claimed,
  count_if(is_span IS NULL)::INTEGER AS unclaimed
FROM complete
GROUP BY source_id
HAVING count_if(is_span IS NULL) > 0
ORDER BY source_id
