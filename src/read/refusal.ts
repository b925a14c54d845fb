import type * as z from 'zod';
import type { Dialect } from '../dialects/dialect.ts';

type Refused = { readonly name: string; readonly issues: readonly z.core.$ZodIssue[] };

const mostKeys = 5;

/** Why a JSON object is no record of these dialects (most likely first); it names keys, never values. */
export function refusal(value: Readonly<Record<string, unknown>>, dialects: readonly Dialect[]): string {
  const refused = dialects.map(({ name, record }) => ({
    name,
    issues: record.safeParse(value).error?.issues ?? [],
  }));
  const near = refused.filter(
    ({ issues }) => issues.some((issue) => isWrongValue(issue, value)) && !issues.some(isOtherKind),
  );
  const nearest = near.sort((one, other) => one.issues.length - other.issues.length)[0];
  return nearest === undefined ? unknownKind(value) : firstIssue(nearest, value);
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

function unknownKind(value: Readonly<Record<string, unknown>>): string {
  const names = Object.keys(value);
  if (names.length === 0) return 'no known kind of record: no keys';
  const more = names.length > mostKeys ? ' …' : '';
  return `no known kind of record: keys ${names.slice(0, mostKeys).map(printable).join(', ')}${more}`;
}

/** A key that cannot move the cursor of a terminal, and is not as long as a prompt. */
function printable(name: string): string {
  const plain = name.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '�');
  return plain.length > 40 ? `${plain.slice(0, 39)}…` : plain;
}
