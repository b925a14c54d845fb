-- Which calls stand on which side of each listed finding? `after`: what it is about; `before`: its group in the days before.
CREATE OR REPLACE TEMP TABLE compared_call AS
SELECT listed_finding.rank, 'after' AS side, call.*
FROM listed_finding
JOIN explained_call AS call
  ON call.group_key = listed_finding.group_key
  AND call.at_hour BETWEEN listed_finding.from_hour AND listed_finding.until_hour - 1
WHERE listed_finding.grain = 'day' AND NOT call.has_failed
UNION ALL BY NAME
SELECT listed_finding.rank, 'after' AS side, call.*
FROM listed_finding
JOIN folded_point USING (fold_id)
JOIN point USING (point_id)
JOIN explained_call AS call ON call.trace_key = point.trace_key AND (point.grain = 'trace' OR call.key = point.key)
UNION ALL BY NAME
SELECT listed_finding.rank, 'before' AS side, call.*
FROM listed_finding
JOIN explained_call AS call
  ON call.group_key = listed_finding.group_key
  AND call.at_hour >= 24 * (listed_finding.from_hour // 24 - 2 * getvariable('baseline_days'))
  AND call.at_hour < listed_finding.from_hour
  AND (listed_finding.model IS NULL OR coalesce(call.model, '') = listed_finding.model)
ANTI JOIN anomalous_day ON anomalous_day.group_key = call.group_key AND anomalous_day.day = call.at_hour // 24
WHERE NOT call.has_failed
