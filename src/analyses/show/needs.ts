import { searchColumns } from '../loops/needs.ts';

/** All that is known of a span, and what loops are told by. */
export const shownColumns = [
  ...[
    'trace_id',
    'span_id',
    'parent_span_id',
    'session_id',
    'name',
    'ended_at',
    'ttft_ms',
    'error_type',
    'stop_reason',
    'agent',
  ],
  ...[
    'user_id',
    'feature',
    'environment',
    'tags',
    'temperature',
    'max_tokens',
    'tool_name',
    'is_error',
    'request_id',
    'release',
  ],
  ...['step', 'links', 'weight', 'attributes', 'prompt_digest', 'stage'],
  ...searchColumns,
];
