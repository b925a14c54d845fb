import * as z from 'zod';
import sql from './bedrock.sql';
import type { Dialect } from './dialect.ts';
import macros from './json-macros.sql';

/** Amazon Bedrock's model invocation logs, as S3 and CloudWatch keep them. */
export const bedrock: Dialect = {
  name: 'bedrock',
  record: z.looseObject({ schemaType: z.literal('ModelInvocationLog') }),
  sql,
  macros: [macros],
};
