-- What did this import find new in each log?
SELECT file, status, records, spans, duplicates, rejected, bytes
FROM imported
ORDER BY status = 'unchanged', file, status
