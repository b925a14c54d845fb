-- Which landed rows are another copy of a span that is kept? One row of each call stays: the finished one, then the one with
-- the most output (a streamed call is logged several times with growing counts).
INSERT INTO superseded
SELECT landed_row, source_id, is_first
FROM (
  SELECT
    landed_row,
    source_id,
    is_first,
    row_number() OVER (
      PARTITION BY call_key
      ORDER BY
        coalesce(completeness, (output_tokens IS NOT NULL)::BIGINT * 2 + (latency_ms IS NOT NULL OR status IS NOT NULL)::BIGINT) DESC, output_tokens DESC NULLS LAST, started_at NULLS LAST,
        -- Then whatever tells copies apart: neither the order of the inputs nor that of the threads may choose.
        getvariable('source_files')[source_id], uncached_input_tokens NULLS LAST, reported_cost_usd NULLS LAST,
        hash(
          cache_read_tokens, cache_write_5m_tokens, cache_write_1h_tokens, reasoning_tokens, total_tokens, is_output_placeholder,
          provider, model, service_tier, kind, status, latency_ms, is_first, parent_key
        ),
        hash(
          session_id, name, ended_at, ttft_ms, error_type, stop_reason, agent, user_id, feature, environment, tags, tool_name,
          arguments, output_digest, is_error, request_id, release, step, attributes, prompt_digest, blocks
        ),
        landed_row
    ) AS place
  FROM complete
  WHERE is_span AND call_key IN (FROM repeated_call)
)
WHERE place > 1
