/**
 * Under which names home-made logs keep what. Names are compared without case, `_`, `-`, `.`, `@` and spaces, and a
 * nested key is its dotted path: `inputTokens`, `input-tokens` and `{"input": {"tokens": 1}}` are one name. The first
 * name of a field that holds a value wins.
 */
export const aliases = {
  trace_id:
    'trace_id trace chain_id x_chain_id x_trace_id run_id correlation_id conversation_id thread_id parent_trace_id task_id job_id',
  traceparent: 'traceparent trace_parent',
  span_id: 'span_id call_id generation_id response_id',
  /** Also the id of the user's request: then many calls share it, and it tells none of them apart. */
  request_id: 'request_id req_id provider_request_id',
  /** Says nothing about what it identifies. */
  id: 'id uuid event_id',
  parent_span_id: 'parent_span_id parent_id parent_run_id parent_observation_id parent_call_id',
  session_id: 'session_id conversation_id thread_id chat_id x_session_id',
  user_id: 'user_id user end_user end_user_id',
  agent: 'agent agent_name agent_id',
  name: 'name span span_name operation operation_name op_name op stage task task_type task_kind step_name function call_type action event prompt_version prompt_name',
  kind: 'kind span_kind openinference_span_kind operation_type type record_type event_type',
  feature: 'feature feature_name use_case',
  environment: 'environment env deployment_environment',
  tags: 'tags',
  agent_run_start: 'agent_run_start',
  started_at:
    'started_at start_time start_timestamp start timestamp ts time created_at created @timestamp datetime date agent_run_start',
  ended_at: 'ended_at end_time end_timestamp completed_at finished_at end agent_run_end',
  latency_ms:
    'latency_ms duration_ms elapsed_ms response_time_ms total_latency_ms total_duration_ms total_time_ms time_ms latency_millis duration_millis tool_duration_ms tool_latency_ms',
  latency_s:
    'latency_s duration_s elapsed_s response_time_s latency_sec duration_sec elapsed_sec latency_seconds duration_seconds elapsed_seconds response_time_seconds total_time_s',
  latency_us: 'latency_us duration_us elapsed_us latency_micros duration_micros',
  latency_ns: 'latency_ns duration_ns elapsed_ns latency_nanos duration_nanos',
  /** No unit in the name: see `bareUnit`. */
  latency: 'latency duration elapsed response_time total_latency total_time took',
  ttft_ms: 'ttft_ms time_to_first_token_ms first_token_ms first_token_latency_ms',
  ttft_s: 'ttft_s time_to_first_token_s time_to_first_token_seconds ttft_seconds time_to_first_chunk',
  ttft: 'ttft time_to_first_token first_token_latency',
  provider: 'provider provider_name vendor llm_provider model_provider',
  /** A vendor in old OpenTelemetry names, the system prompt elsewhere: only a vendor's name is taken. */
  system: 'system',
  response_model: 'response_model',
  model: 'model model_name model_used model_id request_model embedding_model deployment engine llm',
  service_tier: 'service_tier',
  temperature: 'temperature',
  max_tokens: 'max_tokens max_completion_tokens max_output_tokens',
  input_tokens:
    'input_tokens prompt_tokens tokens_in in_tokens input_token_count prompt_token_count num_input_tokens num_prompt_tokens n_prompt_tokens n_input_tokens total_input_tokens total_prompt_tokens tokens_input tokens_prompt token_usage_input usage_input usage_prompt in',
  uncached_input_tokens: 'uncached_input_tokens',
  /** Prompt tokens that the cache did not have. */
  cache_miss_tokens: 'prompt_cache_miss_tokens cache_miss_tokens',
  /** DeepSeek's name: its prompt_tokens are hits and misses together. */
  cache_hit_tokens: 'prompt_cache_hit_tokens',
  /** OpenAI's names: a detail of the prompt tokens. */
  cached_detail_tokens:
    'prompt_tokens_details_cached_tokens input_tokens_details_cached_tokens cached_content_token_count',
  cache_read_tokens:
    'cache_read_tokens cache_read_input_tokens cached_tokens cached_input_tokens cache_read_token_count cache_read input_cached_tokens input_cache_read prompt_details_cache_read details_cache_read_tokens input_token_details_cache_read tokens_cached tokens_cache_read usage_cache_read cache_read_input total_cache_read_tokens',
  cache_write_tokens:
    'cache_write_tokens cache_creation_tokens cache_creation_input_tokens cache_write_input_tokens cache_create_tokens cache_write input_cache_creation input_cache_write prompt_details_cache_write details_cache_write_tokens input_token_details_cache_creation tokens_cache_write usage_cache_write total_cache_write_tokens',
  cache_write_5m_tokens: 'cache_write_5m_tokens cache_creation_5m_tokens ephemeral_5m_input_tokens',
  cache_write_1h_tokens: 'cache_write_1h_tokens cache_creation_1h_tokens ephemeral_1h_input_tokens',
  output_tokens:
    'output_tokens completion_tokens tokens_out out_tokens output_token_count completion_token_count candidates_token_count num_output_tokens num_completion_tokens n_completion_tokens n_output_tokens generated_tokens total_output_tokens total_completion_tokens tokens_output tokens_completion token_usage_output usage_output usage_completion out',
  reasoning_tokens:
    'reasoning_tokens thinking_tokens reasoning_output_tokens reasoning_token_count thoughts tokens_reasoning usage_reasoning total_reasoning_tokens',
  /** Gemini's name: billed beside the output tokens. */
  thoughts_tokens: 'thoughts_token_count',
  total_tokens: 'total_tokens total_token_count tokens_total usage_total token_count tokens',
  /** A raw `usage` block of Anthropic has these two side by side; its input leaves cached tokens out. */
  raw_input_tokens: 'usage_input_tokens',
  raw_cache_tokens: 'usage_cache_read_input_tokens usage_cache_creation_input_tokens',
  cost_usd:
    'cost_usd cost est_cost_usd estimated_cost_usd estimated_cost total_cost total_cost_usd response_cost calculated_total_cost cost_total cost_total_usd usage_cost llm_cost_usd reported_cost_usd',
  /** Money, but also the shop's. */
  amount: 'usd spend price amount',
  status: 'status state tool_status',
  ok: 'ok success llm_success is_success succeeded',
  llm_success: 'llm_success',
  error: 'error exception error_message error_msg err error_str',
  error_type: 'error_type error_class error_code exception_type error_name',
  http_status: 'http_status status_code http_status_code http_code http_response_status_code',
  stop_reason: 'stop_reason finish_reason finish_reasons',
  tool_name: 'tool_name tool function_name tool_call_name',
  arguments:
    'arguments args tool_arguments tool_args tool_input function_arguments parameters params input inputs',
  output: 'output tool_output tool_result result outputs observation result_preview response',
  is_error: 'is_error',
  release: 'release app_version service_version version',
  step: 'x_chain_step chain_step step step_number step_index',
  links: 'links linked_traces linked_trace_ids',
  sample_rate: 'sample_rate sampling_rate weight tracestate trace_state',
  cache_miss_reason: 'cache_miss_reason cache_miss_reason_type diagnostics_cache_miss_reason_type',
  prompt_digest: 'prompt_digest prompt_hash prompt_sha256',
  prompt_blocks: 'prompt_blocks',
  prompt: 'messages prompt input_messages',
  system_prompt: 'system_prompt system_instructions instructions',
  tools: 'tools tool_definitions functions',
} as const;

export type Field = keyof typeof aliases;

/**
 * Spellings that are read even if no sampled record has them: an error, a cache hit or a cost may come late. Each one
 * that a command needs costs about 1 % of the reading time, so names that are rare stand only in `aliases`.
 */
export const alwaysRead: readonly string[] = (
  'trace_id span_id model tool tool_name input_tokens prompt_tokens output_tokens ' +
  'completion_tokens total_tokens uncached_input_tokens cache_read_tokens ' +
  'cache_read_input_tokens cached_tokens cache_write_tokens cache_creation_input_tokens ' +
  'reasoning_tokens cost_usd cost status error error_type error_message'
).split(' ');

/** Spellings that are read unless the sampled records spell the field in another way: a tool may be called late. */
export const usuallyRead: readonly string[] = (
  'request_id id parent_span_id parent_id provider kind name timestamp latency_ms duration_ms ' +
  'session_id user_id feature ok success stop_reason finish_reason ' +
  'agent environment env tags ttft_ms temperature max_tokens arguments args tool_args tool_input ' +
  'parameters input output tool_output result is_error release sample_rate prompt_digest'
).split(' ');

/** As `alwaysRead`, in a log whose sampled records spell in camel case. */
export const alwaysReadCamel: readonly string[] = (
  'traceId spanId requestId parentSpanId parentId toolName sessionId userId inputTokens ' +
  'promptTokens outputTokens completionTokens totalTokens cacheReadTokens cachedInputTokens ' +
  'cacheWriteTokens reasoningTokens costUsd errorType errorMessage stopReason'
).split(' ');

/** Paths inside objects that are read even if no sampled record has them: the shapes of the large providers. */
export const alwaysReadNested: readonly (readonly string[])[] = [
  ...[
    'input_tokens',
    'prompt_tokens',
    'output_tokens',
    'completion_tokens',
    'total_tokens',
    'cache_read_input_tokens',
    'cache_creation_input_tokens',
    'prompt_cache_hit_tokens',
    'prompt_cache_miss_tokens',
    'cached_tokens',
    'reasoning_tokens',
    'inputTokens',
    'outputTokens',
    'promptTokens',
    'completionTokens',
    'service_tier',
  ].map((key) => ['usage', key]),
  ['usage', 'prompt_tokens_details', 'cached_tokens'],
  ['usage', 'input_tokens_details', 'cached_tokens'],
  ['usage', 'completion_tokens_details', 'reasoning_tokens'],
  ['usage', 'output_tokens_details', 'reasoning_tokens'],
  ['usage', 'cache_creation', 'ephemeral_5m_input_tokens'],
  ['usage', 'cache_creation', 'ephemeral_1h_input_tokens'],
  ['error', 'type'],
  ['error', 'code'],
];

/** Names of text that people or models wrote: never an attribute. */
export const content: readonly string[] = (
  'messages message msg prompt prompts system system_prompt system_instructions instructions ' +
  'response response_text output outputs output_text input inputs input_text text content ' +
  'contents completion completions choices query question answer result results result_preview ' +
  'preview body observation reasoning thinking thought thoughts arguments args parameters ' +
  'tool_input tool_output tool_result tools tool_calls steps turns events final_state ' +
  'final_answer document documents chunks context summary description title error error_message ' +
  'error_msg err exception error_str stack stacktrace traceback exc_info transcript history ' +
  'user_message user_input assistant headers api_key authorization token password secret'
).split(' ');
