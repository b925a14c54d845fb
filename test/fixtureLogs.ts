import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { dialects } from '../src/dialects/all.ts';
import { isLogged, type LoggedRecord } from '../src/read/record.ts';
import { RecordScanner } from '../src/read/recordScanner.ts';
import { root } from './run.ts';

/** Every log under fixtures/, as a path from the root: what can be read and what is broken. */
export const fixtures: readonly string[] = filesUnder('fixtures').filter((name) =>
  /\.(jsonl|json|log|traj)(\.gz|\.zst)?$/.test(name),
);

/** The fixtures of whole logs, which every dialect has one of at least. */
export const logs: readonly string[] = fixtures.filter((name) => !name.startsWith('fixtures/broken/'));

/** The dialect that a fixture is named after; `demo` is a flat log. */
export function dialectOf(fixture: string): string | undefined {
  const name = fixture.slice('fixtures/'.length).replace(/^demo\b/, 'flat');
  const named = dialects.filter((dialect) => name.startsWith(dialect.name));
  return named.sort((one, other) => other.name.length - one.name.length)[0]?.name;
}

export type LoggedObject = Readonly<Record<string, unknown>>;

/** The records of a whole log, however they are written down. */
export function recordsOf(fixture: string): LoggedObject[] {
  return readRecords(fixture).map(({ value }) => value);
}

/** The same, one a line. */
export function linesOf(fixture: string): string[] {
  return readRecords(fixture).map(({ text }) => text);
}

function readRecords(fixture: string): LoggedRecord[] {
  const scanner = new RecordScanner({ isRecord: () => true });
  const text = readFileSync(path.resolve(root, fixture), 'utf8');
  return [...scanner.push({ text, alterations: [] }), ...scanner.end()].filter(isLogged);
}

function filesUnder(folder: string): string[] {
  return readdirSync(path.join(root, folder))
    .map((name) => path.posix.join(folder, name))
    .flatMap((name) => (statSync(path.join(root, name)).isDirectory() ? filesUnder(name) : [name]))
    .sort();
}
