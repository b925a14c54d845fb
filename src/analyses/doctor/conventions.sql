-- How was it decided whether input_tokens holds the cached tokens? NULL: nothing was cached, or no input was logged.
SELECT
  dialect,
  provider,
  convention,
  count(*)::BIGINT AS calls,
  sum(cached_tokens)::BIGINT AS cached_tokens,
  coalesce(ends_with(convention, 'by provider'), false) AS is_guess,
  coalesce(convention = 'exclusive against dialect', false) AS is_contradiction
FROM examined
WHERE is_call
GROUP BY dialect, provider, convention
ORDER BY is_contradiction DESC, is_guess DESC, calls DESC, dialect, provider NULLS LAST, convention NULLS LAST
