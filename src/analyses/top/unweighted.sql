-- Which spans does top sum up? Those of the relation `spans`, each for itself.
CREATE OR REPLACE MACRO top_spans(spans) AS TABLE SELECT *, 1 AS call_weight FROM grouped(spans);

CREATE OR REPLACE MACRO top_cost(cost_usd, call_weight) AS cost_usd
