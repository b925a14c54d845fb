import type * as z from 'zod';
import type { Dialect } from '../dialects/dialect.ts';
import { proposals } from './proposals.ts';

type Refused = { readonly name: string; readonly issues: readonly z.core.$ZodIssue[] };

const mostKeys = 5;

/** Names of fields that records of calls have: under unknown names there may be calls among these. */
const telling = /token|usage|model|cost|usd|prompt|completion/i;

/** Why a JSON object is no record of these dialects (most likely first); it names keys, never values. `isForeign`: it tells of something else than calls. */
export function refusal(
  value: Readonly<Record<string, unknown>>,
  dialects: readonly Dialect[],
): { readonly reason: string; readonly isForeign: boolean } {
  const refused = dialects.map(({ name, record }) => ({
    name,
    issues: record.safeParse(value).error?.issues ?? [],
  }));
  const near = refused.filter(
    ({ issues }) => issues.some((issue) => isWrongValue(issue, value)) && !issues.some(isOtherKind),
  );
  const nearest = near.sort((one, other) => one.issues.length - other.issues.length)[0];
  return nearest === undefined
    ? { reason: unknownKind(value, dialects.some(isMapped)), isForeign: !isTelling(value) }
    : { reason: firstIssue(nearest, value), isForeign: false };
}

/** `--map` names fields of home-made logs alone. */
const isMapped = ({ name }: Dialect): boolean => name === 'flat';

function isTelling(value: unknown, depth = 2): boolean {
  if (depth === 0 || typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([name, inner]) => telling.test(name) || isTelling(inner, depth - 1));
}

/** The field is there, with a value of another type; a missing field only tells that this is some other kind of record. */
function isWrongValue(issue: z.core.$ZodIssue, value: unknown): boolean {
  return issue.code === 'invalid_type' && issue.path.length > 0 && at(value, issue.path) !== undefined;
}

/** A name that must be of a fixed set is not. */
function isOtherKind(issue: z.core.$ZodIssue): boolean {
  return issue.code === 'invalid_value' || issue.code === 'custom';
}

function at(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (outer, key) => (outer as Record<PropertyKey, unknown> | null | undefined)?.[key],
    value,
  );
}

function firstIssue({ name, issues }: Refused, value: unknown): string {
  const issue = issues.find((each) => isWrongValue(each, value));
  return `${name}: ${issue?.path.map(String).map(printable).join('.')}: ${issue?.message}`;
}

function unknownKind(value: Readonly<Record<string, unknown>>, withMap: boolean): string {
  const names = Object.keys(value);
  if (names.length === 0) return 'no known kind of record: no keys';
  const more = names.length > mostKeys ? ' …' : '';
  const keys = names.slice(0, mostKeys).map(printable).join(', ');
  const maps = (withMap ? proposals(value) : []).map((map) => ` --map ${map}`);
  return `no known kind of record: keys ${keys}${more}${maps.length === 0 ? '' : `; try${maps.join('')}`}`;
}

/** A key that cannot move the cursor of a terminal, and is not as long as a prompt. */
function printable(name: string): string {
  const plain = name.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '�');
  return plain.length > 40 ? `${plain.slice(0, 39)}…` : plain;
}
