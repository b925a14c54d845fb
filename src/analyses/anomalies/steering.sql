-- What is the search for anomalies steered by, beside what the command line chose?
SET VARIABLE judged_from = getvariable('window_start')::TIMESTAMPTZ;
-- A log of less than three days is judged hour by hour, so that a baseline can be had at all: 24 slices a day instead of 1.
SET VARIABLE anomaly_slices = (SELECT CASE WHEN date_diff('hour', min(started_at), max(started_at)) < 72 THEN 24 ELSE 1 END FROM landed);
-- Fewer calls have no quantiles worth the name.
SET VARIABLE least_calls = 30;
-- Less is not worth a line.
SET VARIABLE least_usd = 0.01::DECIMAL(18, 12);
