-- What do the models cost in the groups that are tested, on both sides together? Given as JSON: dollars per token and per call.
CREATE OR REPLACE TEMP TABLE diff_rate AS
SELECT unnest(
  from_json($rates, '[{
    "place": "INTEGER", "first_key": "VARCHAR", "second_key": "VARCHAR", "model": "VARCHAR",
    "uncached": "DOUBLE", "read": "DOUBLE", "write_5m": "DOUBLE", "write_1h": "DOUBLE", "output": "DOUBLE", "request": "DOUBLE",
    "prompt": "DOUBLE", "prompt_tokens": "DOUBLE", "output_tokens": "DOUBLE", "call": "DOUBLE"
  }]'),
  max_depth := 2
)
