import { readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

/** Laws over the source tree: what reviewers would otherwise have to remember. */

const root = fileURLToPath(new URL('..', import.meta.url));
const skipped = new Set(['.git', 'node_modules', 'dist', 'coverage']);

type File = { readonly name: string; readonly text: string; readonly code: string; readonly lines: number };

/** Names are paths from the root with forward slashes. */
function filesUnder(folder: string): readonly string[] {
  return readdirSync(path.join(root, folder), { withFileTypes: true })
    .filter((entry) => !skipped.has(entry.name) && !entry.name.endsWith('.tgz'))
    .flatMap((entry) => {
      const name = path.posix.join(folder, entry.name);
      return entry.isDirectory() ? filesUnder(name) : [name];
    });
}

/** `code` is the text with its comments blanked out. */
function read(name: string): File {
  const text = readFileSync(path.join(root, name), 'utf8');
  const comments = name.endsWith('.sql') ? /--.*$/gm : /\/\*[\s\S]*?\*\/|(?<![:'"`])\/\/.*$/gm;
  return {
    name,
    text,
    code: text.replace(comments, (comment) => comment.replace(/[^\n]/g, ' ')),
    lines: text.split('\n').length - 1,
  };
}

const everything = filesUnder('.');
const source = everything.filter((name) => name.startsWith('src/')).map(read);
const scripts = source.filter(({ name }) => name.endsWith('.ts'));
const queries = source.filter(({ name }) => name.endsWith('.sql'));
const byName = new Map(source.map((file) => [file.name, file]));

/** `file:line: text` of every line whose code matches. */
function found(files: readonly File[], pattern: RegExp): readonly string[] {
  return files.flatMap(({ name, code }) =>
    code
      .split('\n')
      .flatMap((line, index) => (pattern.test(line) ? [`${name}:${index + 1}: ${line.trim()}`] : [])),
  );
}

describe('every file', () => {
  test('answers one question: no script over 200 lines, no query over 200, no list of columns over 400', () => {
    const most = (name: string) => (name.startsWith('src/dialects/') && name.endsWith('.sql') ? 400 : 200);
    expect(source.filter(({ name, lines }) => lines > most(name)).map(({ name }) => name)).toEqual([]);
  });

  test('is named after its idea', () => {
    const drawers =
      /(^|\/)(utils?|helpers?|common|shared|misc|types?|index)(\/|(\.test)?\.(ts|mjs|js|sql)$)/i;
    expect(everything.filter((name) => drawers.test(name))).toEqual([]);
  });

  test('names no folder of one machine and no host to download packages from', () => {
    const texts = everything.filter((name) => !/\.(gz|zst|db|duckdb|png|svg)$/.test(name));
    const folders = [path.resolve(root), path.dirname(path.resolve(root))];
    // Logs of tools name the folder for temporary files, too.
    const here = new Set(folders.filter((folder) => folder !== tmpdir()));
    const named = texts.filter((name) => {
      const text = readFileSync(path.join(root, name), 'utf8');
      const isForeign = /registry\.[\w-]+\.\w+|artifactory|\.jfrog\.|verdaccio/i.test(text);
      return (
        (isForeign && name !== 'test/style.test.ts') ||
        [...here].some((folder) => text.includes(`${folder}/`))
      );
    });
    expect(named).toEqual([]);
  });
});

describe('scripts', () => {
  test('know of no process and no console: the bin hands in the real streams', () => {
    expect(found(scripts, /\b(process|console)\./)).toEqual([]);
    expect(found(scripts, /from 'node:process'/)).toEqual([]);
  });

  test('never take an unknown measure for zero', () => {
    const measure = 'tokens|cost|usd|price|rate|latency|_ms|input|output|read|write|waste|excess';
    expect(found(scripts, new RegExp(`(${measure})\\w*\\)?\\]? (\\?\\?|\\|\\|) 0\\b`, 'i'))).toEqual([]);
    // In a comparison it decides nothing but which rows are meant.
    const filled = `(coalesce|ifnull)\\([^(),]*(${measure})\\w*, *0(\\.0+)?\\)(?! *[=<>])`;
    expect(found(queries, new RegExp(filled, 'i'))).toEqual([]);
  });

  test('have neither any nor a claim that something is not null', () => {
    expect(found(scripts, /\bas any\b|: any\b|<any>|@ts-(ignore|nocheck)|biome-ignore (?!format: )/)).toEqual(
      [],
    );
  });
});

describe('queries', () => {
  test.each(queries.map((query) => [query.name, query] as const))(
    '%s opens with its question',
    (_, { text }) => {
      expect(text).toMatch(/^-- \S.{10,}/);
    },
  );

  test('are static text', () => {
    expect(found(queries, /\$\{/)).toEqual([]);
  });

  test('have no alias of one letter: DuckDB would take t and T for the same', () => {
    expect(found(queries, /\bAS [a-z]\b(?!\()/i)).toEqual([]);
  });

  test('write keywords in capitals', () => {
    const keyword =
      /(^|[\s(])(select|from|where|union all|(left|inner|cross|semi|anti) join|group by|order by|case when)\s/;
    const unquoted = queries.map((file) => ({ ...file, code: file.code.replace(/'[^'\n]*'/g, "''") }));
    expect(found(unquoted, keyword)).toEqual([]);
  });
});

describe('imports', () => {
  type Import = {
    readonly from: string;
    readonly to: string;
    readonly isType: boolean;
    readonly isLazy: boolean;
  };

  const statement = /(?:import|export)\s+(type\s)?[^'";]*?from\s+'([^']+)'|import\s+'([^']+)'/g;

  function importsOf({ name, code }: File): readonly Import[] {
    const resolved = (to: string) =>
      to.startsWith('.') ? path.posix.join(path.posix.dirname(name), to) : to;
    const eager = [...code.matchAll(statement)].map(([, type, from, bare]) => ({
      from: name,
      to: resolved(String(from ?? bare)),
      isType: type !== undefined,
      isLazy: false,
    }));
    const lazy = [...code.matchAll(/import\('([^']+)'\)/g)].map(([, to]) => ({
      from: name,
      to: resolved(String(to)),
      isType: false,
      isLazy: true,
    }));
    return [...eager, ...lazy];
  }

  const imports = scripts.flatMap(importsOf);
  const folderOf = (name: string) => name.match(/^src\/([^/]+)\//)?.[1];
  const shown = ({ from, to }: Import) => `${from} → ${to}`;

  // The flow, from what knows nothing to what knows most; a type may be named from anywhere but the door.
  const mayImport: Readonly<Record<string, readonly string[]>> = {
    report: [],
    time: [],
    statistics: [],
    prices: [],
    request: ['store', 'time'],
    dialects: [],
    read: ['dialects'],
    store: ['read', 'dialects', 'prices', 'time', 'report'],
    analyses: ['request', 'store', 'statistics', 'prices', 'time', 'report'],
    render: ['report'],
  };

  test('every folder has its place in the flow', () => {
    const folders = new Set(source.flatMap(({ name }) => folderOf(name) ?? []));
    expect([...folders].filter((folder) => !(folder in mayImport))).toEqual([]);
  });

  test('point one way along the flow', () => {
    const against = imports.filter(({ from, to, isType }) => {
      const [left, right] = [folderOf(from), folderOf(to)];
      if (isType || left === undefined || right === undefined || left === right) return false;
      return !mayImport[left]?.includes(right);
    });
    expect(against.map(shown)).toEqual([]);
  });

  test('never lead back to the door: only main knows cli and run, and run the type of an invocation', () => {
    const door = new Set(['src/cli.ts', 'src/run.ts', 'src/main.ts']);
    const inner = imports.filter(({ from, to }) => door.has(to) && !door.has(from));
    expect(inner.map(shown)).toEqual([]);
  });

  test('load neither DuckDB nor the prices nor a renderer of tables before a command is known', () => {
    const reached = new Set<string>();
    const visit = (name: string): void => {
      if (reached.has(name)) return;
      reached.add(name);
      const file = byName.get(name);
      if (file === undefined || !name.endsWith('.ts')) return;
      for (const { to, isType, isLazy } of importsOf(file)) if (!isType && !isLazy) visit(to);
    };
    visit('src/main.ts');
    const heavy = ['@duckdb/node-api', '@pydantic/genai-prices', 'cli-table3'];
    expect(reached.has('src/main.ts') && heavy.filter((name) => reached.has(name))).toEqual([]);
  });

  test('name the file that defines: nothing is exported again', () => {
    expect(found(scripts, /^export (\*|\{[^}]*\}|type \{[^}]*\}) from/)).toEqual([]);
  });
});
