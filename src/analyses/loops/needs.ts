/** What of `span` the search for loops reads. */
export const searchColumns = [
  ...['trace_id', 'span_id', 'parent_span_id', 'session_id', 'name', 'agent', 'tool_name', 'arguments'],
  ...['output_digest', 'output_sketch', 'is_error', 'step', 'request_id', 'links'],
];
