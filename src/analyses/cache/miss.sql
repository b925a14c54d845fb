-- Why did each suspect miss what it lost?
CREATE OR REPLACE TEMP VIEW cache_miss AS
WITH told AS (
  SELECT
    suspect.*,
    compared.base,
    compared.own_blocks,
    compared.base_blocks,
    compared.shared_blocks,
    compared.shared_tokens,
    compared.common_blocks,
    compared.changed_part,
    compared.tools,
    compared.base_tools,
    coalesce(compared.gap_s, suspect.gap_s) AS base_gap_s,
    coalesce(compared.is_concurrent, suspect.is_concurrent) AS is_early,
    least(coalesce(compared.left_tokens, suspect.left_before), suspect.input_tokens) AS could_read,
    floor.read_tokens IS NOT NULL AS is_floor,
    own.prompt_digest = before.prompt_digest AS is_same_prompt,
    -- Anthropic's types (docs.claude.com, cache diagnostics, beta of 2026-04-07); others say nothing of the prompt.
    CASE own.cache_miss_reason
      WHEN 'model_changed' THEN 'model_switch'
      WHEN 'tools_changed' THEN 'tools_changed'
      WHEN 'system_changed' THEN 'system_changed'
      WHEN 'messages_changed' THEN 'messages_changed'
    END AS provider_cause,
    own.cache_miss_reason,
    -- Whether an entry of this age is still there is a matter of luck.
    base_gap_s > lives_s - CASE WHEN semantics = 'explicit' THEN 60 ELSE 0 END AS may_be_expired
  FROM cache_suspect AS suspect
  LEFT JOIN cache_compared AS compared USING (call)
  LEFT JOIN cache_floor AS floor ON floor.model_id = suspect.model_id AND floor.read_tokens = suspect.read_tokens
  LEFT JOIN cache_prompt AS own ON own.call = suspect.call
  LEFT JOIN cache_prompt AS before ON before.call = suspect.before
),
caused AS (
  SELECT
    * REPLACE (
      CASE WHEN cause IS NULL AND base IS NOT NULL THEN could_read ELSE expected_tokens END AS expected_tokens,
      CASE
        WHEN provider_cause IS NOT NULL AND coalesce(cause <> 'cold_start', true) THEN provider_cause
        WHEN cause IS NOT NULL THEN cause
        -- Another thread of the conversation, which goes on from none of the calls before it.
        WHEN common_blocks = 0 AND (tools <> base_tools OR own_blocks < base_blocks) THEN 'cold_start'
        WHEN is_early AND (shared_tokens > read_tokens OR base IS NULL) THEN 'concurrent'
        -- Everything behind the front is gone, and less has taken its place.
        WHEN changed_part = 'messages' AND common_blocks = shared_blocks AND own_blocks < base_blocks AND shared_tokens < could_read THEN 'history_shrunk'
        WHEN changed_part IS NOT NULL AND coalesce(shared_tokens < could_read, true) THEN
          CASE changed_part WHEN 'tools' THEN 'tools_changed' WHEN 'system' THEN 'system_changed' ELSE 'messages_changed' END
        WHEN base IS NOT NULL AND own_blocks - base_blocks > lookback THEN 'lookback'
        WHEN may_be_expired THEN 'ttl_expired'
        WHEN base IS NOT NULL OR is_same_prompt THEN 'unknown'
        WHEN read_tokens = 0 THEN 'front_changed'
        WHEN is_floor THEN 'messages_changed'
        ELSE 'tail_changed'
      END AS cause
    ),
    cause IS NULL AS is_told
  FROM told
)
SELECT
  *,
  CASE WHEN cause IN ('cold_start', 'below_minimum') THEN 0 ELSE greatest(expected_tokens - read_tokens, 0) END AS lost_tokens,
  CASE
    WHEN cause IN ('tools_changed', 'system_changed', 'messages_changed') AND coalesce(base::VARCHAR, provider_cause) IS NOT NULL THEN true
    ELSE cause IN ('never_enabled', 'model_switch', 'tools_changed', 'system_changed', 'messages_changed', 'front_changed', 'tail_changed', 'lookback') AND semantics <> 'best effort'
  END AS is_avoidable
FROM caused
-- Of what the right call before it had left, enough was read after all.
WHERE NOT (is_told AND base IS NOT NULL AND cause <> 'cold_start' AND expected_tokens - read_tokens < greatest(0.05 * expected_tokens, coalesce(minimum, 1024)))
