-- What do those results say that are compared by it: of calls that ask the same as another of their thread, that failed, that ask in
-- words or that say much, and of models? The smallest hashes of their words in fours, ascending, as one text of 20 digits each.
WITH compared AS (
  SELECT output_digest
  FROM (
    SELECT output_digest, is_telling OR has_failed OR count(*) OVER (PARTITION BY thread_key, asked_key) > 1 AS is_compared
    FROM loop_step
    SEMI JOIN loop_candidate USING (thread_key)
  )
  WHERE is_compared
)
SELECT loop_outcome.outcome, array_to_string([lpad(shingle::VARCHAR, 20, '0') FOR shingle IN any_value(complete.output_sketch)], '') AS sketch
FROM complete
JOIN loop_outcome USING (output_digest)
WHERE complete.output_sketch IS NOT NULL AND (complete.kind <> 'tool' OR output_digest IN (SELECT output_digest FROM compared))
GROUP BY loop_outcome.outcome
ORDER BY loop_outcome.outcome
