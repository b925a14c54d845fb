import type { Column, Row, Unit } from '../../report/report.ts';
import type { SqlColumn } from '../../store/values.ts';

/** The unit that a name promises, for numbers. The names of our own tables, and of what people make of them. */
const units: readonly (readonly [RegExp, Unit])[] = [
  [/(^|_)usd$/, 'usd'],
  [/(^|_)tokens$/, 'tokens'],
  [/(^|_)ms$/, 'ms'],
  [/(^|_)bytes$/, 'bytes'],
  [/(^|_)(share|rate|ratio|fraction)$/, 'fraction'],
];

/** Whole numbers that count nothing. */
const nominal = /(^|_)(id|year|line|key|code|port|hash)$/;

const whole = /^(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|BIGNUM)$/;
const fractional = /^(DOUBLE|FLOAT|DECIMAL\(.*\))$/;
const nested = /(\[\d*\]|\)|^JSON)$/;

/**
 * How a column of a result is told: by its type and, for numbers, its name. `rows` may hold whole numbers that are too
 * large to be numbers.
 */
export function columnOf({ name, type }: SqlColumn, rows: readonly Row[], all: readonly SqlColumn[]): Column {
  const holdsText = rows.some((row) => isText(row[name]));
  const unit = unitOf(name.toLowerCase(), type, holdsText);
  const others = all.map((column) => column.name).filter((other) => other !== name);
  return {
    ...{ key: name, unit, show: 'always', title: titleOf(name, unit, others) },
    ...(name === 'cost_usd' && others.includes('unpriced_calls') ? { atLeastIf: 'unpriced_calls' } : {}),
  };
}

/** On a screen the values carry the unit, as in every other table, unless another column differs in nothing else. */
function titleOf(name: string, unit: Unit, others: readonly string[]): string {
  const short = name.replace(endings[unit] ?? /$^/, '');
  return short === '' || others.some((other) => other.replace(/_(usd|tokens|ms)$/, '') === short)
    ? name
    : short;
}

const endings: { readonly [unit in Unit]?: RegExp } = { usd: /_usd$/, tokens: /_tokens$/, ms: /_ms$/ };

const isText = (value: unknown) => typeof value === 'string';

function unitOf(name: string, type: string, holdsText: boolean): Unit {
  if (fractional.test(type)) return unitIn(name) ?? 'number';
  if (whole.test(type)) return holdsText || nominal.test(name) ? 'text' : (unitIn(name) ?? 'count');
  if (type === 'TIMESTAMP WITH TIME ZONE') return 'instant';
  if (type === 'BOOLEAN') return 'flag';
  if (type.endsWith('[]')) return 'list';
  return nested.test(type) && !type.startsWith('ENUM') ? 'json' : 'text';
}

function unitIn(name: string): Unit | undefined {
  return units.find(([pattern]) => pattern.test(name))?.[1];
}
