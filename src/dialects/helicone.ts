import * as z from 'zod';
import askedTools from './asked-tools.sql';
import type { Dialect } from './dialect.ts';
import sql from './helicone.sql';
import macros from './json-macros.sql';
import { logsAll, logsAny } from './keys.ts';
import { asksForTools } from './toolColumns.ts';

/** Helicone: requests of its API and exports, and rows of its table. */
export const helicone: Dialect = {
  name: 'helicone',
  record: z
    .looseObject({})
    .refine(
      (record) =>
        logsAll(record, 'request_id', 'request_created_at') && logsAny(record, 'response_status', 'status'),
      'expected request_id and request_created_at beside a status',
    ),
  sql,
  macros: [macros, askedTools],
  parameters: (_sample, wanted) => ({ with_tools: asksForTools(wanted) }),
};
