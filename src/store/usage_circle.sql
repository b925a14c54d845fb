-- Cuts the circles of parents: what is above others $deepest levels up has no parent any more, and levels are counted anew.
UPDATE usage_node SET
  bearing_parent = CASE WHEN level < $deepest THEN bearing_parent END,
  level = 0
