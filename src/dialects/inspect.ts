import * as z from 'zod';
import type { Dialect } from './dialect.ts';
import { type Fields, isObject, isText } from './fields.ts';
import sql from './inspect.sql';

const isSample = (record: Fields) =>
  Number.isInteger(record['epoch']) && 'input' in record && 'target' in record;

const isReduction = ({ scorer, samples }: Fields) => isText(scorer) && Array.isArray(samples);

/** Logs of evaluations by Inspect: a .json document, or the records of an .eval archive. */
export const inspect: Dialect = {
  name: 'inspect',
  record: z
    .looseObject({})
    .refine(
      (record) => isObject(record['eval']) || isSample(record) || isReduction(record),
      'expected an eval with samples, or a sample with epoch, input and target',
    ),
  sql,
  others: ['header', 'summary', 'reduction'],
};
