-- The spans that the request asks about, not yet priced: inside the window by their own start, and matching every glob.
CREATE VIEW filtered AS
SELECT
  *,
  -- A model call: one logged as such, or one that only its usage gives away. What repeats its descendants is none.
  usage_role IS NULL AND (kind IN ('llm', 'embedding') OR has_usage(input_tokens, output_tokens, reported_cost_usd)) AS is_call,
  getvariable('source_files')[source_id] AS file,
  getvariable('source_dialects')[source_id] AS dialect
FROM record()
WHERE (getvariable('window_start') IS NULL OR started_at >= getvariable('window_start'))
  AND (getvariable('window_end') IS NULL OR started_at < getvariable('window_end'))
  AND matches_any(model, getvariable('model_globs'))
  AND matches_any(user_id, getvariable('user_id_globs'))
  AND matches_any(session_id, getvariable('session_id_globs'))
  AND matches_any(feature, getvariable('feature_globs'))
  AND matches_any(environment, getvariable('environment_globs'))
  AND matches_any(tool_name, getvariable('tool_name_globs'))
  AND matches_any(name, getvariable('name_globs'))
