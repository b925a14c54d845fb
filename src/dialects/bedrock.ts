import * as z from 'zod';
import askedTools from './asked-tools.sql';
import sql from './bedrock.sql';
import type { Dialect } from './dialect.ts';
import macros from './json-macros.sql';
import { asksForTools } from './toolColumns.ts';

/** Amazon Bedrock's model invocation logs, as S3 and CloudWatch keep them. */
export const bedrock: Dialect = {
  name: 'bedrock',
  record: z.looseObject({ schemaType: z.literal('ModelInvocationLog') }),
  sql,
  macros: [macros, askedTools],
  parameters: (_sample, wanted) => ({ with_tools: asksForTools(wanted) }),
};
