-- Which keys do the records have, at any depth? One record that has them all, with the names of their types as values.
SELECT json_group_structure(json) AS record FROM read_ndjson_objects($files, ignore_errors = true)
