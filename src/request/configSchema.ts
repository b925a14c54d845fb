import * as z from 'zod';
import { didYouMean, nearest } from '../suggest.ts';
import { mappableColumns } from './mapping.ts';
import { optionSchema, refusal, text } from './optionSchema.ts';
import { commonOptions } from './options.ts';

const paths = z.union([text, z.array(text)], {
  error: ({ input }) => refusal(input, 'a path or a list of paths', '"logs/"'),
});

const prices = z.union([text, z.array(text), z.array(z.record(z.string(), z.unknown()))], {
  error: ({ input }) => refusal(input, 'a path, a list of paths or a list of price rules', '"prices.json"'),
});

const map = z.strictObject(Object.fromEntries(mappableColumns.map((column) => [column, text.optional()])), {
  error: notAnObject('an object of column and path', '{"input_tokens": "usage.prompt_tokens"}'),
});

const limit = z.union([z.number(), text, z.boolean()], {
  error: ({ input }) => refusal(input, 'a limit', '0.5'),
});

const check = z.record(z.string(), limit, {
  error: notAnObject('an object of rule and limit', '{"max-trace-cost": 0.5}'),
});

/** Options that are written otherwise in a file than on a command line have their own schema below. */
const plainOptions = Object.values(commonOptions)
  .flat()
  .filter((option) => option.configurable === true && option.type !== 'list');

/** What `llmtrace.json` may hold; unknown keys are errors. */
export const configSchema = z.strictObject(
  {
    $schema: text.optional(),
    logs: paths
      .optional()
      .meta({ description: 'what to read when no input is named; relative to this file' }),
    prices: prices
      .optional()
      .meta({ description: 'price overrides: files, relative to this one, or the rules' }),
    map: map.optional().meta({ description: 'column: path of a home-made field' }),
    check: check.optional().meta({ description: 'rules of the check command, by name' }),
    ...Object.fromEntries(
      plainOptions.map((option) => [
        option.key,
        optionSchema(option).optional().meta({ description: option.description }),
      ]),
    ),
  },
  { error: notAnObject('an object', '{"logs": "logs/"}') },
);

/** The JSON Schema of `llmtrace.json`, for editors. */
export function configJsonSchema(): object {
  return { title: 'llmtrace.json', ...z.toJSONSchema(configSchema, { io: 'input' }) };
}

/** The first thing that is wrong, as `key.path: message`. */
export function describeIssue(error: z.ZodError): string {
  const [issue] = error.issues;
  if (issue === undefined) return 'cannot be understood';
  if (issue.code !== 'unrecognized_keys')
    return [keyPath(issue.path), issue.message].filter(Boolean).join(': ');
  const key = issue.keys[0] ?? '';
  const known = issue.path.length > 0 ? mappableColumns : Object.keys(configSchema.shape);
  const suggestion = didYouMean(nearest(key, known));
  return `${keyPath([...issue.path, key])}: unknown key${suggestion || `; known keys: ${known.join(', ')}`}`;
}

/** `prices[0].input` */
function keyPath(keys: readonly PropertyKey[]): string {
  return keys
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '');
}

type Explain = (issue: { readonly code?: string; readonly input?: unknown }) => string | undefined;

function notAnObject(expected: string, example: string): Explain {
  return ({ code, input }) => (code === 'invalid_type' ? refusal(input, expected, example) : undefined);
}
