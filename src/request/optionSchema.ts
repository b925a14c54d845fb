import * as z from 'zod';
import { UserError } from '../error.ts';
import { didYouMean, nearest, quoted } from '../suggest.ts';
import { parseFixedPoint, parsePoint, parseWindow } from '../time/expression.ts';
import { isZone } from '../time/zone.ts';
import { parseFailRule } from './failOn.ts';
import type { Option, OptionValue } from './options.ts';

/**
 * What a value of an option may be, from the command line and the environment (text) or the config file (JSON). Its issues
 * say what was given, what was expected and what was probably meant.
 */
export function optionSchema(option: Option): z.ZodType<OptionValue> {
  const named = byKey[option.key];
  if (named !== undefined) return named;
  if (option.choices !== undefined) return choice(option.choices);
  return byType[option.type];
}

/** Text that holds something; `--tz "$ZONE"` with the variable unset does not. */
export const text = z.string({ error: ({ input }) => refusal(input, 'text') }).min(1, 'is empty');

/** `"ten" is not a whole number (example: 20)`. */
export function refusal(given: unknown, expected: string, examples?: string, suggestion?: string): string {
  const shown = examples === undefined ? '' : ` (example: ${examples})`;
  return `${quoted(given)} is not ${expected}${shown}${didYouMean(suggestion)}`;
}

const decimal = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

const flag = z.boolean({ error: ({ input }) => refusal(input, 'true or false') });
const list = z.union([text.transform((one) => [one]), z.array(text)], { error: () => 'is empty' });

function choice(choices: readonly string[]): z.ZodType<string> {
  const expected = `one of ${choices.join(', ')}`;
  return z.enum(choices, {
    error: ({ input }) => refusal(input, expected, undefined, nearest(String(input), choices)),
  });
}

type Reading<T> = (given: string) => T | undefined;

function numeric(expected: string, examples: string, read: Reading<number>, near?: Reading<string>) {
  const refuse = (given: unknown) => refusal(given, expected, examples, near?.(String(given)));
  return z
    .union([z.string(), z.number()], { error: ({ input }) => refuse(input) })
    .transform((given, context) => {
      const found = read(String(given).trim());
      if (found !== undefined) return found;
      context.addIssue(refuse(given));
      return z.NEVER;
    });
}

function count(given: string): number | undefined {
  const found = Number(given);
  return /^\d+$/.test(given) && Number.isSafeInteger(found) ? found : undefined;
}

/** `1,000` and `1_000` mean 1000. */
function nearCount(given: string): string | undefined {
  const digits = given.replaceAll(/[,_\s']/g, '');
  return digits !== given && count(digits) !== undefined ? digits : undefined;
}

function finite(given: string): number | undefined {
  return decimal.test(given) && Number.isFinite(Number(given)) ? Number(given) : undefined;
}

function share(given: string): number | undefined {
  const found = given.endsWith('%') ? percent(given.slice(0, -1).trim()) : finite(given);
  return found !== undefined && found >= 0 && found <= 1 ? found : undefined;
}

function percent(given: string): number | undefined {
  const found = finite(given);
  return found === undefined ? undefined : found / 100;
}

/** `5` most likely means `5%`. */
function nearShare(given: string): string | undefined {
  return share(`${given}%`) === undefined ? undefined : `${given}%`;
}

const byType: Readonly<Record<Option['type'], z.ZodType<OptionValue>>> = {
  flag,
  text,
  list,
  count: numeric('a whole number', '20', count, nearCount),
  number: numeric('a number', '0.5', finite),
  share: numeric('a share between 0 and 1', '1% or 0.01', share, nearShare),
};

const zone = text.refine(isZone, {
  error: ({ input }) => refusal(input, 'a time zone', 'Europe/Berlin', nearZone(String(input))),
});

/** Cities count as names of their zone. `Asia/Kolkata` is missing in the list of ICU, which knows the older spelling. */
function nearZone(given: string): string | undefined {
  const zones = ['UTC', 'Asia/Kolkata', 'Europe/Kyiv', ...Intl.supportedValuesOf('timeZone')];
  const cities = new Map(zones.map((name) => [name.slice(name.lastIndexOf('/') + 1), name]));
  const city = nearest(given.slice(given.lastIndexOf('/') + 1), [...cities.keys()]);
  return nearest(given, zones) ?? (city === undefined ? undefined : cities.get(city));
}

const size = text.regex(/^\d+(\.\d+)?\s*[KMGT](i?B)?$/i, {
  error: ({ input }) => refusal(input, 'a size', '4GB or 512MB'),
});

/** Text that a reader of ours accepts; its UserError becomes the issue. */
function readable(read: (given: string) => unknown): z.ZodType<string> {
  return text.superRefine((given, context) => {
    try {
      read(given);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      context.addIssue(error.message);
    }
  });
}

const oneThread = numeric('a whole number of at least 1', '4', (given) => count(given) || undefined);

/** Options whose text has a form of its own. */
const byKey: Readonly<Record<string, z.ZodType<OptionValue>>> = {
  tz: zone,
  assumeTz: zone,
  memory: size,
  threads: oneThread,
  window: readable(parseWindow),
  since: readable(parsePoint),
  until: readable(parsePoint),
  now: readable((given) => given === 'latest' || parseFixedPoint(given)),
  pricesAsOf: readable(parseFixedPoint),
  failOn: z.array(readable(parseFailRule)),
  columns: text.refine((given) => given.split(',').every((name) => name.trim() !== ''), {
    error: ({ input }) => refusal(input, 'a list of columns', 'model,cost_usd'),
  }),
};
