import * as z from 'zod';
import type { Dialect } from './dialect.ts';
import macros from './json-macros.sql';
import { logsAll, logsAny } from './keys.ts';
import sql from './litellm.sql';

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
  macros: [macros],
};
