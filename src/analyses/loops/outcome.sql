-- What did the calls of those threads come to, tools and answers in words? A number for each different result.
CREATE OR REPLACE TEMP TABLE loop_outcome AS
WITH known AS (
  SELECT output_digest FROM loop_step SEMI JOIN loop_candidate USING (thread_key) WHERE output_digest IS NOT NULL
  UNION
  SELECT complete.output_digest
  FROM loop_call
  JOIN loop_candidate USING (thread_key)
  JOIN complete USING (landed_row)
  WHERE loop_candidate.may_stand AND complete.arguments IS NULL AND len(complete.output_sketch) >= 5
)
SELECT output_digest, row_number() OVER (ORDER BY output_digest)::INTEGER AS outcome FROM known
