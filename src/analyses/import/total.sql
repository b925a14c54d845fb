-- What did this import find new in all?
SELECT
  coalesce(sum(records), 0)::BIGINT AS records,
  coalesce(sum(spans), 0)::BIGINT AS spans,
  coalesce(sum(duplicates), 0)::BIGINT AS duplicates,
  coalesce(sum(rejected), 0)::BIGINT AS rejected,
  coalesce(sum(bytes), 0)::BIGINT AS bytes,
  (SELECT count_if(is_unpriced)::BIGINT FROM picked) AS unpriced_calls
FROM imported
