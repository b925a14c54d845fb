-- What are the prompts made of that a cause has to be told from? Those of suspects, and of up to 16 calls before each in its conversation. And what does the provider say?
CREATE OR REPLACE TEMP TABLE cache_prompt AS
WITH asked AS (
  SELECT DISTINCT earlier.call
  FROM cache_suspect AS suspect
  JOIN cache_step AS earlier ON earlier.chain = suspect.chain AND earlier.place BETWEEN suspect.place - 16 AND suspect.place
  WHERE suspect.cause IS NULL
  UNION
  SELECT call FROM cache_suspect WHERE cause <> 'below_minimum' AND cause <> 'never_enabled'
)
SELECT
  asked.call,
  [block.part FOR block IN span.blocks] AS parts,
  [hash(block.part, block.digest) FOR block IN span.blocks] AS digests,
  [block.tokens::BIGINT FOR block IN span.blocks] AS tokens,
  span.prompt_digest,
  span.cache_miss_reason
FROM asked
JOIN unpriced AS span ON span.landed_row = asked.call
WHERE span.blocks IS NOT NULL OR span.prompt_digest IS NOT NULL OR span.cache_miss_reason IS NOT NULL
