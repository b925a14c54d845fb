-- The spans that have usage beyond that of the spans below them: only that is theirs to pay.
CREATE OR REPLACE TEMP VIEW unattributed AS FROM record() WHERE usage_role IS NOT NULL
