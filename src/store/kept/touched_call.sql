-- Which calls can change? Those of rows that come or go: $removed are the sources whose rows are replaced.
CREATE OR REPLACE TABLE touched_call AS
SELECT call_key FROM kept_row WHERE list_contains($removed, source_id) AND call_key IS NOT NULL
UNION
SELECT call_key FROM arrived WHERE call_key IS NOT NULL
