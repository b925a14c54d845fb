-- Which threads can have looped at all? Those with two signs or more as sign.sql has them, whatever changed in between and however far
-- apart, and those that may stand still (stale.sql, said.sql). Only these are put in order.
CREATE OR REPLACE TEMP TABLE loop_potential AS
WITH sign AS (
  SELECT thread_key, count(*) - 1 AS signs FROM loop_keyed GROUP BY thread_key, asked_key HAVING count(*) > 1
  UNION ALL
  SELECT thread_key, count(*) - 1 FROM loop_keyed WHERE is_telling GROUP BY thread_key, tool_key, output_key HAVING count(*) > 1
  UNION ALL
  SELECT thread_key, count(*) - 1 FROM loop_keyed WHERE has_failed GROUP BY thread_key, tool_key HAVING count(*) > 1
  UNION ALL
  SELECT thread_key, count(*) FROM loop_reworded GROUP BY thread_key
),
-- Words that several results have in common, by the hashes of them: those that come again.
common AS (
  SELECT thread_key, count(*) - 1 AS again
  FROM (SELECT thread_key, unnest(sketch_head) AS head FROM loop_keyed WHERE is_telling)
  GROUP BY thread_key, head
  HAVING count(*) > 1
)
SELECT thread_key FROM sign GROUP BY thread_key HAVING sum(signs) >= 2
UNION
SELECT thread_key FROM common GROUP BY thread_key HAVING sum(again) >= 5
UNION
SELECT thread_key FROM loop_said
