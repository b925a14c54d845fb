-- Which tools did a model ask for in its answer, in the words of each API? Used by the dialects that read answers whole; after json-macros.sql.

CREATE OR REPLACE MACRO asked_tool(id, name, arguments) AS {id: id, name: name, arguments: arguments};

-- OpenAI: chat completions (functions of old too), then the items of the Responses API.
CREATE OR REPLACE MACRO asked_of_openai(answer) AS list_concat(
  [asked_tool(call ->> '$.id', coalesce(call ->> '$.function.name', call ->> '$.custom.name'), coalesce(call ->> '$.function.arguments', call ->> '$.custom.input')) FOR call IN json_extract(answer, '$.choices[*].message.tool_calls[*]')],
  [asked_tool(NULL, call ->> '$.name', call ->> '$.arguments') FOR call IN json_extract(answer, '$.choices[*].message.function_call')],
  [asked_tool(coalesce(item ->> '$.call_id', item ->> '$.id'), coalesce(item ->> '$.name', regexp_extract(item ->> '$.type', '^(\w+)_call$', 1)), coalesce(item ->> '$.arguments', item ->> '$.input', item ->> '$.action', item ->> '$.queries', item ->> '$.code'))
    FOR item IN json_extract(answer, '$.output[*]') IF ends_with(item ->> '$.type', '_call')]
);

-- Anthropic's blocks, Gemini's parts, Bedrock's Converse.
CREATE OR REPLACE MACRO asked_of_others(answer) AS list_concat(
  [asked_tool(block ->> '$.id', block ->> '$.name', block ->> '$.input') FOR block IN json_extract(answer, '$.content[*]') IF ends_with(block ->> '$.type', 'tool_use')],
  [asked_tool(part ->> '$.id', part ->> '$.name', part ->> '$.args') FOR part IN json_extract(answer, '$.candidates[*].content.parts[*].functionCall')],
  [asked_tool(part ->> '$.toolUseId', part ->> '$.name', part ->> '$.input') FOR part IN json_extract(answer, '$.output.message.content[*].toolUse')]
);

-- The events of a stream in one list: a tool's block starts with its name, and what it is given comes piece by piece behind it. Anthropic's
-- words, then Converse's.
CREATE OR REPLACE MACRO given_in_pieces(events, place_path, place, piece_path) AS
  nullif(array_to_string([json_extract_string(piece, piece_path) FOR piece IN events IF json_extract_string(piece, place_path) = place], ''), '');
CREATE OR REPLACE MACRO asked_in_events(events) AS list_concat(
  [asked_tool(event ->> '$.content_block.id', event ->> '$.content_block.name', coalesce(given_in_pieces(events, '$.index', event ->> '$.index', '$.delta.partial_json'), event ->> '$.content_block.input'))
    FOR event IN events IF ends_with(event ->> '$.content_block.type', 'tool_use')],
  [asked_tool(event ->> '$.contentBlockStart.start.toolUse.toolUseId', event ->> '$.contentBlockStart.start.toolUse.name', given_in_pieces(events, '$.contentBlockDelta.contentBlockIndex', event ->> '$.contentBlockStart.contentBlockIndex', '$.contentBlockDelta.delta.toolUse.input'))
    FOR event IN events IF json_type(event, '$.contentBlockStart.start.toolUse') = 'OBJECT']
);

CREATE OR REPLACE MACRO tools_of_answer(answer) AS list_filter(
  list_concat(list_concat(asked_of_openai(answer), asked_of_others(answer)), asked_in_events(json_extract(answer, '$[*]'))),
  lambda tool: tool.name IS NOT NULL
);

-- A row for the call itself (NULL), then one for each tool that it asked for.
CREATE OR REPLACE MACRO with_asked_tools(is_asked, answer) AS CASE WHEN is_asked AND answer IS NOT NULL THEN list_prepend(NULL, tools_of_answer(answer)) ELSE [NULL] END;
