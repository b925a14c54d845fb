-- record() where trees and traces add nothing to single spans: the same columns, without looking for what is not there.
CREATE OR REPLACE MACRO record() AS TABLE
SELECT *, NULL::VARCHAR AS usage_role, name AS stage
FROM complete
