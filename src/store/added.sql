-- What trees and traces add to single spans; each stays empty when the command does not need it.
CREATE TABLE rollup (
  span_key UBIGINT,
  usage_role VARCHAR, -- 'rollup': its usage repeats its descendants'; 'unattributed': what it has beyond them
  input_tokens BIGINT,
  output_tokens BIGINT,
  reported_cost_usd DECIMAL(18, 12)
);

-- By the span above.
CREATE TABLE stage (parent_key UBIGINT, stage VARCHAR);

CREATE TABLE trace_dimension (
  trace_key UBIGINT,
  session_id VARCHAR,
  user_id VARCHAR,
  feature VARCHAR,
  environment VARCHAR,
  release VARCHAR
);
