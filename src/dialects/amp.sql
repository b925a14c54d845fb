-- What did Amp log in its threads? A thread is one document: an event of its usage ledger is a model call, with the cached tokens of
-- the message that it led to; without a ledger each message with usage is one. Each tool call is a span too.
WITH line AS (
  SELECT *, file_index::BIGINT AS file_place
  FROM read_json(
    $files,
    format = 'newline_delimited',
    ignore_errors = true,
    maximum_object_size = $maximum_object_size,
    filename = true,
    sample_size = 1,
    columns = {id: 'VARCHAR', messages: 'JSON', usageLedger: 'JSON'}
  )
),

thread AS (
  SELECT
    filename, file_place, id,
    CASE
      WHEN id IS NULL THEN NULL
      WHEN json_type(usageLedger) = 'OBJECT' THEN 'thread'
      WHEN json_type(messages) = 'ARRAY' AND regexp_matches(messages, '"(inputTokens|outputTokens|totalTokens|messageId)"') THEN 'thread'
    END AS own_type,
    CASE WHEN own_type IS NOT NULL AND json_type(messages) = 'ARRAY' THEN from_json(messages, '[{
      "role": "VARCHAR", "messageId": "VARCHAR", "timestamp": "VARCHAR", "model": "VARCHAR", "content": "JSON", "state": {"stopReason": "VARCHAR"}, "usage": {
        "model": "VARCHAR", "timestamp": "VARCHAR", "inputTokens": "UINTEGER", "outputTokens": "UINTEGER", "cacheCreationInputTokens": "UINTEGER", "cacheReadInputTokens": "UINTEGER", "totalTokens": "UINTEGER"
      }
    }]') END AS said,
    CASE WHEN own_type IS NOT NULL AND json_type(usageLedger -> '$.events') = 'ARRAY' THEN from_json(usageLedger -> '$.events', '[{
      "id": "VARCHAR", "timestamp": "VARCHAR", "model": "VARCHAR", "toMessageId": "VARCHAR", "operationType": "VARCHAR", "tokens": {"input": "UINTEGER", "output": "UINTEGER", "total": "UINTEGER"}
    }]') END AS events
  FROM line
),

-- Calls and tool calls in one shape; a thread without any keeps one row.
gathered AS (
  SELECT
    filename, file_place, id, own_type,
    CASE WHEN events IS NOT NULL THEN [
      {
        'kind': 'llm', 'id': event.id, 'at': event.timestamp, 'model': event.model, 'input': event.tokens.input, 'output': event.tokens.output, 'total': event.tokens.total,
        'read': [message.usage.cacheReadInputTokens FOR message IN said IF message.messageId = event.toMessageId][1],
        'write': [message.usage.cacheCreationInputTokens FOR message IN said IF message.messageId = event.toMessageId][1],
        'stop': NULL::VARCHAR, 'name': event.operationType
      } FOR event IN events]
    ELSE [
      {
        'kind': 'llm', 'id': message.messageId, 'at': coalesce(message.usage.timestamp, message.timestamp), 'model': coalesce(message.usage.model, message.model),
        'input': message.usage.inputTokens, 'output': message.usage.outputTokens, 'total': message.usage.totalTokens,
        'read': message.usage.cacheReadInputTokens, 'write': message.usage.cacheCreationInputTokens, 'stop': message.state.stopReason, 'name': NULL::VARCHAR
      } FOR message IN said IF message.role = 'assistant' AND message.usage IS NOT NULL]
    END AS calls,
    flatten([from_json(message.content, '[{
      "type": "VARCHAR", "id": "VARCHAR", "name": "VARCHAR", "input": "JSON", "toolUseID": "VARCHAR", "run": {"status": "VARCHAR", "result": "JSON", "error": "JSON"}
    }]') FOR message IN said IF json_type(message.content) = 'ARRAY']) AS blocks
  FROM thread
),

listed AS (
  SELECT
    * EXCLUDE (calls, blocks),
    unnest(list_concat(
      coalesce(nullif([{'call': call, 'block': NULL} FOR call IN calls], []), [{'call': NULL, 'block': NULL}]),
      [{'call': NULL, 'block': block} FOR block IN blocks IF block.type IN ('tool_use', 'tool_result')]
    )) AS part,
    unnest(range(1, 1 + greatest(coalesce(len(calls), 0), 1) + coalesce(len(list_filter(blocks, lambda block: block.type IN ('tool_use', 'tool_result'))), 0))) AS number
  FROM gathered
)
SELECT
  filename,
  file_place,
  CASE WHEN part.call IS NOT NULL OR part.block.type = 'tool_use' THEN 'span' WHEN part.block IS NOT NULL THEN 'tool_result' ELSE own_type END AS record_type,
  number = 1 AS is_first,
  CASE WHEN part.call IS NOT NULL THEN concat_ws(' ', id, part.call.id, part.call.at) WHEN part.block.type = 'tool_use' THEN id || ' ' || part.block.id END AS call_id,
  id AS trace_id,
  coalesce(part.call.id, part.block.id, part.block.toolUseID) AS span_id,
  id AS session_id,
  CASE WHEN part.call IS NOT NULL THEN coalesce(part.call.name, 'assistant') ELSE part.block.name END AS name,
  CASE WHEN part.call IS NOT NULL THEN 'llm' WHEN part.block.type = 'tool_use' THEN 'tool' END AS kind,
  instant(part.call.at) AS started_at,
  is_naive(part.call.at) AS is_naive_time,
  part.call.model AS model,
  part.call.input AS input_tokens,
  part.call.read AS cache_read_tokens,
  part.call.write AS cache_write_tokens,
  part.call.output AS output_tokens,
  part.call.total AS total_tokens,
  'exclusive' AS input_convention,
  CASE WHEN part.block.type = 'tool_result' THEN CASE WHEN part.block.run.status = 'error' THEN 'error' ELSE 'ok' END END AS status,
  part.call.stop AS stop_reason,
  CASE WHEN part.block.type = 'tool_use' THEN part.block.name END AS tool_name,
  CASE WHEN part.block.type = 'tool_use' THEN canonical_json(part.block.input::VARCHAR) END AS arguments,
  output_digest(part.block.run.result::VARCHAR) AS output_digest,
  CASE WHEN part.block.run.result IS NOT NULL THEN output_sketch(part.block.run.result::VARCHAR) END AS output_sketch,
  CASE WHEN part.block.type = 'tool_result' THEN coalesce(part.block.run.status = 'error', false) END AS is_error
FROM listed
