-- Of which sources did the SELECT leave records unread, and how many did it claim there?
SELECT source_id, (span_records + other)::INTEGER AS claimed, unread::INTEGER AS unclaimed
FROM landed_count
WHERE unread > 0
ORDER BY source_id
