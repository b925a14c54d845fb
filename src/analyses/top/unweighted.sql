-- Which spans does top sum up? The picked ones, each for itself.
CREATE OR REPLACE MACRO top_picked() AS TABLE SELECT *, 1 AS call_weight FROM grouped('picked');

CREATE OR REPLACE MACRO top_unpriced() AS TABLE SELECT *, 1 AS call_weight FROM grouped('unpriced')
