-- In which threads do tools bring much the same again and again, whatever they are asked? Those with five results or more that are long
-- enough to say something and have words in common with one of the two before.
CREATE OR REPLACE TEMP TABLE loop_stale AS
WITH told AS (
  SELECT
    thread_key,
    coalesce(list_has_any(sketch_head, lag(sketch_head) OVER thread), false) OR coalesce(list_has_any(sketch_head, lag(sketch_head, 2) OVER thread), false) AS is_alike
  FROM loop_step
  WHERE is_telling AND NOT is_change
  WINDOW thread AS (PARTITION BY thread_key ORDER BY place)
)
SELECT thread_key FROM told GROUP BY thread_key HAVING count_if(is_alike) >= 5
