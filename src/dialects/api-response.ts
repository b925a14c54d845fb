import * as z from 'zod';
import sql from './api-response.sql';
import askedTools from './asked-tools.sql';
import type { Dialect } from './dialect.ts';
import { type Fields, isLogged } from './fields.ts';
import macros from './json-macros.sql';
import { logsAll, logsAny, objectIn } from './keys.ts';
import { asksForTools } from './toolColumns.ts';

const chunk = 'chat.completion.chunk';
const objects = new Set(['chat.completion', chunk, 'text_completion', 'response']);

/** Where loggers put the answer beside its request; the first that is an object is looked into. */
const wrapping = [
  ...['response', 'result', 'modelOutput', 'response_body', 'responseBody', 'raw_response'],
  ...['completion', 'body', 'output'],
];

/** The same cases as `answer_place` in the SELECT. */
function isAnswer(value: Fields | undefined): boolean {
  if (value === undefined) return false;
  const { object, type, role, usage, model } = value;
  return (
    objects.has(String(object)) ||
    (object === 'list' && isLogged(usage) && isLogged(model)) ||
    (type === 'message' && role === 'assistant' && isLogged(usage)) ||
    (isLogged(value['usageMetadata']) && logsAny(value, 'candidates', 'modelVersion', 'responseId')) ||
    (logsAny(value, 'stopReason', 'metrics') && typeof objectIn(usage)?.['inputTokens'] === 'number')
  );
}

/** Chunks of a stream have a dialect of their own. */
const isWhole = (record: Fields) => record['object'] !== chunk && isAnswer(record);

function wrapsAnswer(record: Fields): boolean {
  const wrapped = wrapping.map((key) => objectIn(record[key])).find((part) => part !== undefined);
  const places = [wrapped, objectIn(wrapped?.['body']), objectIn(wrapped?.['message'])];
  return objectIn(record['request']) !== undefined && places.some(isAnswer);
}

const isOfBatch = (record: Fields) =>
  (logsAll(record, 'custom_id') &&
    (logsAny(record, 'response', 'result', 'error', 'params') || logsAll(record, 'method', 'body'))) ||
  (logsAll(record, 'recordId') && logsAny(record, 'modelOutput', 'error', 'modelInput'));

/** An event of a stream of the Responses API; those that end it hold the whole answer. */
const isEvent = (record: Fields) =>
  /^response\.[a-z_.]+$/.test(String(record['type'])) &&
  logsAny(record, 'sequence_number', 'response', 'item', 'delta', 'output_index', 'item_id');

/** What providers' APIs answer, as it stands, in the output of a batch, or in `{request, response}`. */
export const apiResponse: Dialect = {
  name: 'api-response',
  record: z
    .looseObject({})
    .refine(
      (record) => isOfBatch(record) || isWhole(record) || isEvent(record) || wrapsAnswer(record),
      'expected the answer of an API, or one beside its request or custom_id',
    ),
  sql,
  macros: [macros, askedTools],
  others: ['batch request', 'stream event'],
  parameters: (_sample, wanted) => ({ with_tools: asksForTools(wanted) }),
};
