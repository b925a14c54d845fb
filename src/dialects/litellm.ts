import * as z from 'zod';
import askedTools from './asked-tools.sql';
import type { Dialect } from './dialect.ts';
import macros from './json-macros.sql';
import { logsAll, logsAny } from './keys.ts';
import sql from './litellm.sql';
import { asksForTools } from './toolColumns.ts';

/** LiteLLM: the StandardLoggingPayload of its callbacks and rows of its table SpendLogs. */
export const litellm: Dialect = {
  name: 'litellm',
  record: z
    .looseObject({})
    .refine(
      (record) =>
        logsAll(record, 'call_type', 'startTime') &&
        logsAny(record, 'response_cost', 'spend', 'custom_llm_provider'),
      'expected call_type and startTime beside a cost or a provider',
    ),
  sql,
  macros: [macros, askedTools],
  parameters: (_sample, wanted) => ({ with_tools: asksForTools(wanted) }),
};
