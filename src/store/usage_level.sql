-- Raises every node above one of level $level - 1 to $level.
UPDATE usage_node SET level = $level
WHERE span_key IN (SELECT bearing_parent FROM usage_node WHERE level = $level - 1)
