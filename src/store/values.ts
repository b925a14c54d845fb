import { DuckDBIntervalValue, type DuckDBType, DuckDBTypeId } from '@duckdb/node-api';
import type { Row, Value } from '../report/report.ts';

/** A column as the engine names its type: `BIGINT`, `DECIMAL(38,12)`, `VARCHAR[]`. */
export type SqlColumn = { readonly name: string; readonly type: string };

type TypedColumn = { readonly name: string; readonly type: DuckDBType };

/** Turns the engine's lossless JSON rows (numbers and instants as strings) into report values, each row in its place. */
export function reportRows(columns: readonly TypedColumn[], rows: readonly Record<string, unknown>[]): Row[] {
  const unlike = columns.filter(({ type }) => !isPlain(type));
  for (const row of rows) for (const { name, type } of unlike) row[name] = reportValue(type, row[name]);
  return rows as Row[];
}

/** Such values are the same in a row of the engine and in a report. */
const isPlain = ({ typeId, alias }: DuckDBType) =>
  (typeId === DuckDBTypeId.VARCHAR && alias === undefined) ||
  typeId === DuckDBTypeId.BOOLEAN ||
  typeId === DuckDBTypeId.DECIMAL;

const integers: ReadonlySet<DuckDBTypeId> = new Set([
  ...[DuckDBTypeId.TINYINT, DuckDBTypeId.SMALLINT, DuckDBTypeId.INTEGER, DuckDBTypeId.BIGINT],
  ...[DuckDBTypeId.UTINYINT, DuckDBTypeId.USMALLINT, DuckDBTypeId.UINTEGER, DuckDBTypeId.UBIGINT],
  ...[DuckDBTypeId.HUGEINT, DuckDBTypeId.UHUGEINT, DuckDBTypeId.BIGNUM],
]);

function reportValue(type: DuckDBType, value: unknown): Value {
  if (value === null || value === undefined) return null;
  if (integers.has(type.typeId)) return safeInteger(String(value));
  if (type.alias === 'JSON') return JSON.parse(String(value)) as Value;
  switch (type.typeId) {
    case DuckDBTypeId.DOUBLE:
    case DuckDBTypeId.FLOAT:
      return finite(value);
    case DuckDBTypeId.TIMESTAMP_TZ:
      return instant(String(value));
    case DuckDBTypeId.INTERVAL:
      return interval(value as Interval);
    case DuckDBTypeId.LIST:
    case DuckDBTypeId.ARRAY:
      return (value as unknown[]).map((item) => member(type.valueType, item));
    case DuckDBTypeId.STRUCT:
      return struct(type.entryNames, type.entryTypes, value as Readonly<Record<string, unknown>>);
    case DuckDBTypeId.MAP:
      return map(type.keyType, type.valueType, value as readonly Entry[]);
    default:
      return value as Value;
  }
}

/** A part of a list or struct. Nobody names its unit there, so a DECIMAL stays text only under a name that says dollars. */
function member(type: DuckDBType, value: unknown, name = ''): Value {
  const made = reportValue(type, value);
  return type.typeId === DuckDBTypeId.DECIMAL && made !== null && !/(^|_)usd$/.test(name)
    ? Number(made)
    : made;
}

function struct(
  names: readonly string[],
  types: readonly DuckDBType[],
  value: Readonly<Record<string, unknown>>,
): Value {
  return Object.fromEntries(
    types.map((type, index) => {
      const name = names[index] ?? '';
      return [name, member(type, value[name], name)];
    }),
  );
}

type Entry = { readonly key: unknown; readonly value: unknown };

function map(keyType: DuckDBType, valueType: DuckDBType, entries: readonly Entry[]): Value {
  return Object.fromEntries(
    entries.map(({ key, value }) => {
      const name = String(reportValue(keyType, key));
      return [name, member(valueType, value, name)];
    }),
  );
}

type Interval = { readonly months: number; readonly days: number; readonly micros: string };

/** As the engine writes it: `1 day 00:00:03.5`. */
function interval({ months, days, micros }: Interval): string {
  return new DuckDBIntervalValue(months, days, BigInt(micros)).toString();
}

/** Integers beyond 2^53 stay decimal strings: a wrong last digit would be a lie. */
function safeInteger(text: string): number | string {
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : text;
}

function finite(value: unknown): number | null {
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}

/** `2026-11-11 11:36:43.87+01` → `2026-11-11T10:36:43.870Z`; microseconds are kept where there are any. */
function instant(text: string): string {
  const match = /^(.{10}) (.{8})(?:\.(\d+))?(?:([+-]\d\d)(:\d\d)?)?/.exec(text);
  if (match === null) return text;
  const [, day, time, fraction = '', hours = '+00', minutes = ':00'] = match;
  const seconds = new Date(`${day}T${time}${hours}${minutes}`).toISOString().slice(0, 19);
  return `${seconds}.${fraction.padEnd(3, '0')}Z`;
}
