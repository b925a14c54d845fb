-- Which calls are the first ones after their history was cut down or summed up? A record that is no span says when that was (cache_miss_reason 'compacted').
UPDATE landed SET cache_miss_reason = 'compacted'
WHERE cache_miss_reason IS NULL
  AND rowid IN (
    SELECT arg_min(call.landed_row, (call.started_at, call.span_key))
    FROM complete AS mark
    JOIN complete AS call ON call.trace_key = mark.trace_key AND call.agent IS NOT DISTINCT FROM mark.agent AND call.started_at >= mark.started_at
    WHERE NOT mark.is_span AND mark.cache_miss_reason = 'compacted'
      AND call.kind = 'llm'
      AND call.landed_row NOT IN (SELECT landed_row FROM superseded)
    GROUP BY mark.landed_row
  )
