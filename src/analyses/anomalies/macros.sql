-- How are groups, days and quantiles told, wherever anomalies are looked for?

-- The group of a call as reports name it; without a feature the span's own name stands in.
CREATE OR REPLACE MACRO group_label(first_key, second_key, name) AS
  coalesce(first_key, CASE WHEN getvariable('first_dimension') = 'feature' THEN name END, '–')
  || CASE WHEN getvariable('second_dimension') IS NULL THEN '' ELSE ' / ' || coalesce(second_key, '–') END;

-- Values within one hundredth of each other share a bucket: a histogram of them merges from slice to slice, and its quantiles
-- (nearest rank, the least value of the bucket) are right to one hundredth, in any order of the log.
CREATE OR REPLACE MACRO bucket_of(value) AS coalesce(floor(100 * ln(nullif(value, 0)))::INTEGER, -1000000);

-- Does an earlier day stand in the baseline of a day? One of the `days` before it; once two baselines' worth of past is known
-- (`class_days`), of that long a past the days of the same class: weekdays against weekdays, weekends against weekends. A baseline
-- of less than a week is as long as it was asked for: it may hold no day of that class.
CREATE OR REPLACE MACRO is_before(past, past_is_weekend, day, is_weekend, days, class_days) AS
  past < day AND CASE
    WHEN getvariable('baseline_days') >= 7 AND getvariable('anomaly_first_day') <= day - class_days THEN past >= day - class_days AND past_is_weekend = is_weekend
    ELSE past >= day - days
  END;

-- The fields by which calls are told apart, those that say most about who or what did it first.
CREATE OR REPLACE MACRO told_fields(user_id, prompt_digest, release, stop_reason, model, name, environment) AS [
  {'field': 'user_id', 'value': user_id},
  {'field': 'prompt_digest', 'value': prompt_digest},
  {'field': 'release', 'value': release},
  {'field': 'stop_reason', 'value': stop_reason},
  {'field': 'model', 'value': model},
  {'field': 'name', 'value': name},
  {'field': 'environment', 'value': environment}
];