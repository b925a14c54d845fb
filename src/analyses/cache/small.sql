-- How many misses are too small to be listed?
SELECT count(*)::INTEGER AS calls FROM cache_loss WHERE lost_usd < $floor::DECIMAL(38, 12)
