-- Which calls read less than the call before them had left, and as far as counts can tell, why? `cause` NULL: what the prompts
-- are made of has to tell. Cold starts and calls that cannot be cached lose nothing, but stand here too.
CREATE OR REPLACE TEMP TABLE cache_suspect AS
WITH known AS (
  SELECT
    cache_step.*,
    rule.semantics,
    rule.minimum,
    rule.minimum_at_most,
    rule.lookback,
    coalesce(cache_step.kept_for_s, rule.lifetime_s) AS lives_s,
    CASE WHEN is_explicit THEN coalesce(cache_step.kept_for_s, rule.lifetime_s) ELSE rule.lifetime_at_most_s END AS lives_at_most_s,
    least(left_before, input_tokens) AS left_of_prompt
  FROM cache_step
  JOIN cache_rule AS rule USING (rule_id)
),
judged AS (
  SELECT
    *,
    CASE
      WHEN is_idle AND input_tokens < minimum_at_most THEN 'below_minimum'
      WHEN is_idle AND is_never_enabled THEN 'never_enabled'
      WHEN before IS NULL THEN 'cold_start'
      WHEN NOT is_conversation OR left_of_prompt - read_tokens < CASE
        -- Of a history that was cut down there is less to lose.
        WHEN is_compacted OR input_tokens < 0.7 * input_before THEN greatest(0.05 * left_of_prompt, least(minimum, 1024))
        ELSE greatest(0.05 * left_before, coalesce(minimum, 1024))
      END THEN NULL
      WHEN is_idle AND is_explicit AND written_tokens = 0 THEN 'never_enabled'
      WHEN model_id <> model_id_before THEN 'model_switch'
      WHEN is_compacted OR input_tokens < 0.7 * input_before THEN 'history_shrunk'
      WHEN gap_s > lives_at_most_s THEN 'ttl_expired'
      ELSE 'open'
    END AS verdict
  FROM known
)
SELECT
  * EXCLUDE (verdict),
  nullif(verdict, 'open') AS cause,
  CASE
    WHEN verdict = 'cold_start' THEN 0
    -- Without a cache nothing was left; with one, the prompt before would have been, if this one goes on with it in time.
    WHEN verdict = 'below_minimum' OR verdict = 'never_enabled' AND is_never_enabled
      THEN CASE WHEN model_id = model_id_before AND input_tokens >= input_before AND gap_s <= lives_s THEN input_before ELSE 0 END
    ELSE left_of_prompt
  END AS expected_tokens
FROM judged
WHERE verdict IS NOT NULL
