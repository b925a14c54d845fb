-- How does the logged text of a prompt become digests of its blocks? For comparing prompts without keeping what they say.

-- Marks for the cache move from block to block without changing what is cached.
CREATE OR REPLACE MACRO unmarked(said) AS regexp_replace(said, ',?\s*"cache_control"\s*:\s*(\{[^{}]*\}|null)', '', 'g');

CREATE OR REPLACE MACRO prompt_block(part, said) AS {part: part, digest: md5(unmarked(said)), tokens: NULL::BIGINT};

-- The elements of a JSON list; a text that is none is one element.
CREATE OR REPLACE MACRO items_of(logged) AS CASE
  WHEN ascii(logged) = 91 AND json_valid(logged) THEN json_extract(logged, '$[*]')::VARCHAR[]
  WHEN logged <> '' THEN [logged]
END;

-- What a tool takes, not merely its name.
CREATE OR REPLACE MACRO is_tool_definition(said) AS contains(said, '"parameters"') OR contains(said, 'nput_schema"') OR contains(said, 'nputSchema"') OR contains(said, '"function"');

CREATE OR REPLACE MACRO message_block(said) AS prompt_block(
  CASE WHEN json_field(said, '$.role') IN ('system', 'developer') THEN 'system' ELSE 'messages' END, said
);

-- The blocks of a prompt in the order in which caches read them. A prompt that is one text has none: where it changed could not be told.
CREATE OR REPLACE MACRO prompt_blocks(tools, system, messages) AS nullif(list_concat(
  [prompt_block('tools', said) FOR said IN items_of(tools) IF is_tool_definition(said)],
  [prompt_block('system', said) FOR said IN items_of(system)],
  CASE WHEN ascii(messages) = 91 OR system <> '' THEN [message_block(said) FOR said IN items_of(messages)] END
), []);

-- Attributes that are numbered (`gen_ai.prompt.0.content`): one block for each number, whatever the order of its keys.
CREATE OR REPLACE MACRO numbered_blocks(keys, texts, prefix, part) AS [
  prompt_block(
    CASE WHEN part = 'messages' AND coalesce(texts[list_position(keys, prefix || number || '.role')], texts[list_position(keys, prefix || number || '.message.role')]) IN ('system', 'developer') THEN 'system' ELSE part END,
    array_to_string(list_sort([pair[1] || ':' || pair[2] FOR pair IN list_zip(keys, texts) IF starts_with(pair[1], prefix || number || '.')]), ' ')
  )
  FOR number IN list_sort(list_distinct([
    TRY_CAST(regexp_extract(key[length(prefix) + 1:], '^\d+') AS INTEGER) FOR key IN keys IF starts_with(key, prefix)
  ]))
  IF number IS NOT NULL
];

-- The blocks of an OpenTelemetry span: attributes with JSON, else numbered ones, else the request as it was sent.
CREATE OR REPLACE MACRO otel_blocks(keys, texts) AS coalesce(
  prompt_blocks(
    first_attribute(keys, texts, ['gen_ai.tool.definitions', 'gen_ai.request.tools', 'ai.prompt.tools']),
    first_attribute(keys, texts, ['gen_ai.system_instructions', 'gen_ai.request.system']),
    first_attribute(keys, texts, ['gen_ai.input.messages', 'ai.prompt.messages', 'gen_ai.request.messages'])
  ),
  nullif(list_concat(
    numbered_blocks(keys, texts, 'llm.tools.', 'tools'),
    numbered_blocks(keys, texts, 'llm.request.functions.', 'tools'),
    numbered_blocks(keys, texts, 'llm.input_messages.', 'messages'),
    numbered_blocks(keys, texts, 'gen_ai.prompt.', 'messages')
  ), []),
  prompt_blocks(
    json_field(attribute(keys, texts, 'input.value'), '$.tools'),
    json_field(attribute(keys, texts, 'input.value'), '$.system'),
    json_field(attribute(keys, texts, 'input.value'), '$.messages')
  )
);
