import { z } from 'zod';

/** A parsed JSON object. */
export type Fields = Readonly<Record<string, unknown>>;

/** A schema for the records that satisfy `is`; `expected` completes "expected …". */
export const recordThat = (is: (record: Fields) => boolean, expected: string): z.ZodType =>
  z.custom<Fields>((value) => isFields(value) && is(value), `expected ${expected}`);

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Is there anything, as SQL sees it: not missing, not null? A STRUCT is there whatever the value is. */
export const isThere = (value: unknown): boolean => value !== undefined && value !== null;
