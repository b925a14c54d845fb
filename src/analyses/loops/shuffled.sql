-- Which calls ask for the same though the objects in their objects were written with the keys in another order? Their key is made of
-- what stands under which path.
WITH shuffled AS (
  SELECT unnest(list(DISTINCT nested_text)) AS text
  FROM loop_keyed
  WHERE nested_text IS NOT NULL
  GROUP BY thread_key, tool_key, list_sort(string_split(replace(replace(nested_text, '{', ','), '}', ','), ','))
  HAVING min(nested_text) <> max(nested_text)
),
nested AS (
  SELECT text, (SELECT string_agg(fullkey || '=' || atom::VARCHAR, ' ' ORDER BY fullkey) FROM json_tree(texts.text::JSON) WHERE atom IS NOT NULL) AS paths
  FROM (SELECT DISTINCT text FROM shuffled WHERE json_valid(text)) AS texts
)
UPDATE loop_keyed
SET asked_key = hash(loop_keyed.tool_key, text_key(nested.paths))
FROM nested
WHERE loop_keyed.nested_text = nested.text AND nested.paths IS NOT NULL
