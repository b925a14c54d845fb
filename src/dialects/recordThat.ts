import * as z from 'zod';
import { type Fields, isObject } from './fields.ts';

/** A schema for the records that satisfy `is`; `expected` completes "expected …". */
export const recordThat = (is: (record: Fields) => boolean, expected: string): z.ZodType =>
  z.custom<Fields>((value) => isObject(value) && is(value), `expected ${expected}`);
