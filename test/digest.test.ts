import { openSync, writeFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { beginsWith, digestOf } from '../src/read/digest.ts';
import { folder } from './run.ts';

const scratch = folder();
const mebi = 1 << 20;
const nothing = { bytes: 0, digest: '' };

/** Ten blocks of 4 MiB and a part of one. */
const length = 41 * mebi;
function file(name: string, edit?: number): string {
  const made = path.join(scratch, name);
  writeFileSync(made, Buffer.alloc(length + 5, 'a log that grows and grows\n'));
  if (edit !== undefined) writeSync(openSync(made, 'r+'), 'X', edit);
  return made;
}

test('digests go on from those of the beginning, wherever it ends', async () => {
  const grown = file('grown');
  const whole = await digestOf(grown, length, nothing);
  for (const bytes of [0, 1, 4 * mebi, 4 * mebi + 1, 40 * mebi, length]) {
    const before = { bytes, digest: String(await digestOf(grown, bytes, nothing)) };
    expect(await digestOf(grown, length, before)).toBe(whole);
    expect(await beginsWith(grown, before, 'all')).toBe(true);
    expect(await beginsWith(grown, before, 'few')).toBe(true);
  }
  expect(await digestOf(grown, length + 6, nothing)).toBe(undefined);
});

test('an edit anywhere is seen by a full look, one at the beginning or the end by a short one; what stands behind is not looked at', async () => {
  const edited = (at: number) => file('edited', at);
  const content = { bytes: length, digest: String(await digestOf(file('kept'), length, nothing)) };
  for (const at of [0, 3 * mebi, 18 * mebi, length - 1])
    expect(await beginsWith(edited(at), content, 'all')).toBe(false);
  for (const at of [0, length - 1]) expect(await beginsWith(edited(at), content, 'few')).toBe(false);
  expect(await beginsWith(edited(length + 2), content, 'all')).toBe(true);
});
