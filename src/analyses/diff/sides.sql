-- On which side of the comparison does a span stand? 1: before, 2: after, 3: on both (windows may overlap), 0: on neither.
CREATE OR REPLACE MACRO is_within(started_at, source_id, first, last, world) AS
  (world IS NULL OR getvariable('source_worlds')[source_id] = world)
  AND (first IS NULL OR started_at >= first)
  AND (last IS NULL OR started_at < last);

CREATE OR REPLACE MACRO side_of(started_at, source_id) AS
  CASE WHEN is_within(started_at, source_id, getvariable('before_start'), getvariable('before_end'), getvariable('before_world')) THEN 1 ELSE 0 END
  + CASE WHEN is_within(started_at, source_id, getvariable('after_start'), getvariable('after_end'), getvariable('after_world')) THEN 2 ELSE 0 END;

-- What stands on both sides counts on each.
CREATE OR REPLACE TEMP TABLE diff_side AS
SELECT sides.side, sides.bit FROM (VALUES (1, 1), (2, 2), (3, 1), (3, 2)) AS sides(side, bit);
