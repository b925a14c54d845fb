import * as z from 'zod';
import type { Dialect } from './dialect.ts';
import { isObject } from './fields.ts';
import sql from './swe-agent.sql';

/** Trajectories of SWE-agent (.traj). */
export const sweAgent: Dialect = {
  name: 'swe-agent',
  record: z
    .looseObject({})
    .refine(
      ({ trajectory, info }) => Array.isArray(trajectory) && isObject(info),
      'expected info and a trajectory',
    ),
  sql,
};
