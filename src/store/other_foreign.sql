-- JSON objects that tell of no call, beside records that do: of what type are they? Nobody knows.
INSERT INTO other_record
SELECT rejected_count.file, min(main.dialect) AS dialect, 'no call of a model' AS record_type, sum(rejected_count.foreigners)::BIGINT AS records, false AS is_known
FROM rejected_count
LEFT JOIN (SELECT file, arg_max(dialect, records) AS dialect FROM accounting GROUP BY file) AS main USING (file)
WHERE rejected_count.foreigners > 0
GROUP BY rejected_count.file
