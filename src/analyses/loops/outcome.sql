-- What did the calls come to that are compared by it: those that ask the same as another of their thread, that failed, or that ask in
-- words? One row per result: the smallest hashes of its words in fours, ascending as texts.
WITH compared AS (
  SELECT DISTINCT output_digest
  FROM (
    SELECT
      output_digest,
      has_failed OR count(*) OVER (PARTITION BY thread_key, asked_key) > 1 OR is_wordy AS is_compared
    FROM loop_step
    WHERE thread_key IN (SELECT thread_key FROM loop_candidate)
  )
  WHERE is_compared AND output_digest IS NOT NULL
)
SELECT output_digest, [lpad(shingle::VARCHAR, 20, '0') FOR shingle IN any_value(complete.output_sketch)] AS sketch
FROM complete
SEMI JOIN compared USING (output_digest)
WHERE output_sketch IS NOT NULL
GROUP BY output_digest
ORDER BY output_digest
