-- How does the cache of each model work? Rows given as JSON; provider and model as logged, NULL equals NULL.
CREATE OR REPLACE TEMP TABLE cache_rule AS
SELECT unnest(
  from_json($rows, '[{
    "rule_id": "INTEGER", "provider": "VARCHAR", "model": "VARCHAR", "service_tier": "VARCHAR", "model_id": "INTEGER", "semantics": "VARCHAR", "minimum": "BIGINT", "minimum_at_most": "BIGINT",
    "granularity": "BIGINT", "lifetime_s": "BIGINT", "lifetime_at_most_s": "BIGINT", "lookback": "BIGINT"
  }]'),
  max_depth := 2
)
