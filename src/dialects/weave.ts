import * as z from 'zod';
import type { Dialect } from './dialect.ts';
import macros from './json-macros.sql';
import { logsAll, logsAny } from './keys.ts';
import sql from './weave.sql';

/** W&B Weave: calls as its API streams them and its UI exports them. */
export const weave: Dialect = {
  name: 'weave',
  record: z
    .looseObject({})
    .refine(
      (record) =>
        logsAll(record, 'id', 'trace_id', 'op_name', 'started_at') &&
        logsAny(record, 'summary', 'project_id'),
      'expected op_name and started_at beside the ids of a call',
    ),
  sql,
  macros: [macros],
  others: ['deleted call'],
};
