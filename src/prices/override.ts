import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import { UserError } from '../error.ts';
import { jsonError } from '../jsonError.ts';
import type { PriceSource } from '../request/config.ts';
import { didYouMean, nearest } from '../suggest.ts';
import { isLitellm, litellmOverrides } from './litellm.ts';

const example = '[{"match": "my-proxy-*", "like": "claude-sonnet-4-5"}]';

const dollars = z
  .number({ error: 'expected a number, dollars per million tokens' })
  .min(0, { error: 'expected a price of 0 or more, dollars per million tokens' });
const day = z.string().refine((text) => /^\d{4}-\d\d-\d\d/.test(text) && !Number.isNaN(Date.parse(text)), {
  error: 'expected a date such as "2026-01-01"',
});
const word = z.string().min(1);

/** One price that someone wrote; dollars per million tokens. */
const override = z
  .strictObject(
    {
      /** A glob over the model's name, or over `provider/model`. */
      match: word,
      provider: word.optional(),
      service_tier: word.optional(),
      /** Take the prices of this model, as far as none are given here. */
      like: word.optional(),
      input: dollars.optional(),
      output: dollars.optional(),
      cache_read: dollars.optional(),
      cache_write_5m: dollars.optional(),
      cache_write_1h: dollars.optional(),
      /** Half open; a date is its midnight UTC. */
      from: day.optional(),
      to: day.optional(),
      /** For prompts of more than so many tokens, cached ones included. */
      tier_start: z.number().int().min(0).optional(),
      context_window: z.number().int().positive().optional(),
    },
    {
      error: ({ code }) =>
        code === 'invalid_type' ? `expected a price such as ${example.slice(1, -1)}` : undefined,
    },
  )
  .refine(({ like, input }) => like !== undefined || input !== undefined, {
    error: 'expected "input" (dollars per million tokens) or "like" (a model)',
  });

type PriceFile = Extract<PriceSource, { readonly file: string }>;

/** A price with the place it was written in. */
export type Override = z.infer<typeof override> & { readonly origin: string };

/**
 * Prices of the user's own, from files (ours or litellm's) and from the config; of all of them the first that matches a model counts.
 * @throws UserError for a file that is missing or no JSON, and for a price that is not understood: names the place and what was expected.
 */
export async function readOverrides(sources: readonly PriceSource[]): Promise<Override[]> {
  const lists = await Promise.all(
    sources.map(async (source) =>
      'rules' in source
        ? checked(source.rules, `${source.origin}: prices`, source.origin)
        : parseOverrides(await readText(source), source.file),
    ),
  );
  return lists.flat();
}

async function readText({ origin, file, folder = '' }: PriceFile): Promise<string> {
  try {
    return await readFile(path.resolve(folder, file), 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    const reason =
      code === 'ENOENT'
        ? 'does not exist'
        : code === 'EISDIR'
          ? 'is a folder; expected a file with prices'
          : 'cannot be read';
    throw new UserError(`${origin}: ${file} ${reason}`);
  }
}

/** The prices of one file's text. */
export function parseOverrides(text: string, file: string): Override[] {
  const parsed = parseJson(text.replace(/^\uFEFF/, ''), file);
  return isLitellm(parsed) ? litellmOverrides(parsed, file) : checked(parsed, file, file);
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const found = jsonError(text);
    if (found === undefined) throw error;
    throw new UserError(
      `${file}:${found.line}:${found.column}: no JSON: ${found.reason}; expected a list such as ${example}`,
    );
  }
}

/** `place` begins the message, `origin` is what reports call the source. */
function checked(parsed: unknown, place: string, origin: string): Override[] {
  const found = z.array(override).safeParse(parsed);
  if (found.success) return found.data.map((entry) => ({ ...entry, origin }));
  const [issue] = found.error.issues;
  throw new UserError(`${place}${issue === undefined ? ': not understood' : explained(issue)}`);
}

function explained(issue: z.core.$ZodIssue): string {
  const steps = issue.path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
    .join('');
  if (steps === '') return `: expected a list such as ${example}, or litellm's JSON`;
  if (issue.code !== 'unrecognized_keys') return `${steps}: ${issue.message}`;
  const key = issue.keys[0] ?? '';
  const known = Object.keys(override.shape);
  return `${steps}: unknown key "${key}"${didYouMean(nearest(key, known)) || `; known keys: ${known.join(', ')}`}`;
}
