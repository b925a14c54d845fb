import { readFileSync } from 'node:fs';
import { execa } from 'execa';
import { beforeAll, describe, expect, test } from 'vitest';

const root = new URL('..', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, root), 'utf8');
const manifest = JSON.parse(read('package.json'));

type Locked = {
  readonly resolved?: string;
  readonly integrity?: string;
  readonly optional?: boolean;
  readonly os?: readonly string[];
};
const locked: Readonly<Record<string, Locked>> = JSON.parse(read('package-lock.json')).packages;

describe('the published package', () => {
  let packed: readonly string[];

  // `npm test` builds first; without its scripts, packing only lists.
  beforeAll(async () => {
    const { stdout } = await execa('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: root });
    packed = JSON.parse(stdout)[0].files.map((file: { path: string }) => file.path);
  });

  test('holds the bundle and nothing of its making: no source, no test', () => {
    const chunk = /^dist\/[\w-]+\.js$/;
    expect(packed.filter((file) => !chunk.test(file)).sort()).toEqual([
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'bin/llmtrace.js',
      'dist/THIRD-PARTY-LICENSES.txt',
      'fixtures/demo.jsonl',
      'package.json',
    ]);
    expect(packed).toContain('dist/main.js');
  });

  test('carries the licence of every package whose code is in the bundle, and of no other', () => {
    const notices = read('dist/THIRD-PARTY-LICENSES.txt');
    const named = [...notices.matchAll(/^=+\n(\S+) \S+ \((\S+)\)\n=+$/gm)].map(([, name]) => name);
    expect(named).toEqual(
      expect.arrayContaining(['@duckdb/node-api', '@pydantic/genai-prices', 'commander', 'zod']),
    );
    expect(named).not.toContain('vitest');
    expect(notices.match(/Permission is hereby granted|Apache License|Redistribution and use/g)?.length).toBe(
      named.length,
    );
  });

  test('runs nothing when it is installed and asks for one package, the native binding', () => {
    expect(Object.keys(manifest.scripts).filter((script) => /^(pre|post)?install$/.test(script))).toEqual([]);
    expect(Object.keys(manifest.dependencies)).toEqual(['@duckdb/node-bindings']);
  });
});

describe('what is pinned', () => {
  test('every dependency is one exact version', () => {
    const versions = Object.entries<string>({ ...manifest.dependencies, ...manifest.devDependencies });
    expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
  });

  test('the lock file names no host to download from', () => {
    expect(Object.keys(locked).filter((folder) => locked[folder]?.resolved !== undefined)).toEqual([]);
  });

  test('the lock file has a digest of everything but native parts for other platforms', () => {
    const undigested = Object.entries(locked).filter(
      ([folder, { integrity }]) => folder !== '' && integrity === undefined,
    );
    expect(undigested.filter(([, { optional, os }]) => !optional || os === undefined)).toEqual([]);
  });

  test('the lock file has the native binding of every platform', () => {
    const prefix = 'node_modules/@duckdb/node-bindings-';
    const platforms = Object.keys(locked).filter((folder) => folder.startsWith(prefix));
    expect(platforms.map((folder) => folder.slice(prefix.length)).sort()).toEqual([
      'darwin-arm64',
      'darwin-x64',
      'linux-arm64',
      'linux-arm64-musl',
      'linux-x64',
      'linux-x64-musl',
      'win32-arm64',
      'win32-x64',
    ]);
    expect(platforms.filter((folder) => locked[folder]?.optional !== true)).toEqual([]);
  });
});
