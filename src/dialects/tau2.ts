import * as z from 'zod';
import type { Dialect } from './dialect.ts';
import { isObject } from './fields.ts';
import sql from './tau2.sql';

/** Results of tau2-bench: simulations of an agent and a user, turn by turn. */
export const tau2: Dialect = {
  name: 'tau2',
  record: z
    .looseObject({})
    .refine(
      ({ simulations, info }) => Array.isArray(simulations) && isObject(info),
      'expected info and simulations',
    ),
  sql,
};
