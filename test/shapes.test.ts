import { writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { keysOf } from '../src/read/shapes.ts';
import { folder } from './run.ts';

const scratch = folder();
const keysIn = (lines: readonly string[]) => {
  const file = path.join(scratch, 'shapes.jsonl');
  writeFileSync(file, lines.join('\n'));
  return JSON.parse(JSON.stringify(keysOf([file])));
};

test('a key that one line of many has is found, also inside an object, and behind what looks like keys', () => {
  const usual = '{"a": 1, "b": {"c": "x"}}';
  const lines = [
    usual,
    '{"a": "says \\"late\\": 1 {[", "b": {"c": 2, "d": null}}',
    usual,
    'torn {"z":',
    '{"b": "text", "e": [{"f": 1}]}',
  ];
  expect(keysIn(lines)).toEqual([{ b: { c: 'text', d: 'text' } }, { a: 'text', b: 'text', e: 'text' }]);
});

test('a key named __proto__ is a key', () => {
  expect(keysIn(['{"__proto__": {"polluted": 1}}'])).toEqual([
    JSON.parse('{"__proto__": {"polluted": "text"}}'),
    {},
  ]);
  expect(({} as Record<string, unknown>)['polluted']).toBe(undefined);
});

test('the keys of any records are all found, two levels deep', () => {
  const key = fc.string({ maxLength: 4 });
  const scalar = fc.oneof(fc.string(), fc.integer(), fc.constant(null), fc.array(fc.string()));
  const record = fc.dictionary(key, fc.oneof(scalar, fc.dictionary(key, scalar)));
  fc.assert(
    fc.property(fc.array(record, { maxLength: 8 }), (records) => {
      const [objects, scalars] = keysIn(records.map((each) => JSON.stringify(each)));
      for (const each of records)
        for (const [name, value] of Object.entries(each)) check(name, value, objects, scalars);
    }),
  );
});

function check(name: string, value: unknown, objects: Record<string, object>, scalars: object): void {
  const isInner = typeof value === 'object' && value !== null && !Array.isArray(value);
  expect(Object.hasOwn(isInner ? objects : scalars, name)).toBe(true);
  if (!isInner) return;
  for (const inner of Object.keys(value)) expect(Object.hasOwn(objects[name] ?? {}, inner)).toBe(true);
}
