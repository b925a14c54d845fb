-- How likely are so many hits in so many trials, at the rate that they show? The logarithm; 0 where all or none hit.
CREATE OR REPLACE MACRO log_likelihood(hits, trials) AS CASE
  WHEN hits = 0 OR hits = trials THEN 0
  ELSE hits * ln(hits / trials) + (trials - hits) * ln(1 - hits / trials)
END
