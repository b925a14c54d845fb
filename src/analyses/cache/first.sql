-- Which is the first miss of each place of the program since it broke?
CREATE OR REPLACE TEMP TABLE cache_first AS
SELECT loss.*
FROM cache_loss AS loss
SEMI JOIN (
  SELECT arg_min(loss.call, (loss.started_at, loss.input_tokens, loss.span_key)) AS call
  FROM cache_break
  JOIN cache_loss AS loss ON loss.site = cache_break.site AND loss.started_at >= cache_break.first_bad_at AND loss.cause = cache_break.cause
  GROUP BY loss.site
) AS first USING (call)
