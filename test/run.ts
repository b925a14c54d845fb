import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';
import { main } from '../src/main.ts';

/** What a user sees of one invocation. */
export type Run = { readonly code: number; readonly stdout: string; readonly stderr: string };

export type World = {
  /** What is piped in; without it standard input is a terminal. */
  readonly stdin?: string | Buffer;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** How wide the terminal is that standard output is; without it, it is a pipe. */
  readonly columns?: number;
};

/** The root of the project, where `fixtures/` is. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/** One invocation of the program in this process; days are those of UTC unless `argv` says otherwise. */
export async function run(
  argv: readonly string[],
  { stdin, env = {}, cwd = root, columns }: World = {},
): Promise<Run> {
  const stdout = collector();
  const stderr = collector();
  const code = await main(argv, {
    stdin: Object.assign(Readable.from(stdin === undefined ? [] : [Buffer.from(stdin)]), {
      isTTY: stdin === undefined,
    }),
    stdout: columns === undefined ? stdout : { ...stdout, isTTY: true, columns },
    stderr,
    // The tests must not find the configuration of whoever runs them.
    env: { HOME: empty, TZ: 'UTC', ...env },
    cwd,
    onInterrupt: () => undefined,
    processId: process.pid,
    isRunning: () => true,
    tidy: (work) => work(),
  });
  return { code, stdout: stdout.text(), stderr: stderr.text() };
}

/** A report as `--format json` prints it. */
export type Answer = {
  readonly schema: string;
  readonly meta: {
    readonly inputs: readonly Input[];
    readonly window: { readonly start: string | null; readonly end: string | null; readonly days: number };
    readonly unpriced_calls: number;
  };
  readonly rows: readonly Fields[];
  readonly totals: Fields;
  readonly notes: readonly string[];
};

/** One input file as one dialect read it. */
export type Input = {
  readonly file: string;
  readonly dialect: string | null;
  readonly records: number;
  readonly spans: number;
  readonly duplicates: number;
  readonly other: number;
  readonly rejected: number;
};

export type Fields = Readonly<Record<string, never>>;

/** The answer to a command line; a run that ends with another code than `code` is an error that shows what it said. */
export async function answer(argv: readonly string[], world: World = {}, code = 0): Promise<Answer> {
  const ran = await run([...argv, '--format', 'json', ...zone(argv)], world);
  if (ran.code !== code)
    throw new Error(`exit code ${ran.code} of llmtrace ${argv.join(' ')}\n${ran.stderr}`);
  return JSON.parse(ran.stdout) as Answer;
}

const zone = (argv: readonly string[]) => (argv.includes('--tz') ? [] : ['--tz', 'UTC']);

function collector() {
  const pieces: string[] = [];
  return {
    write: (text: string) => pieces.push(text) > 0,
    once: () => undefined,
    text: () => pieces.join(''),
  };
}

const empty = folder();

/** A private folder that is gone after the test file. */
export function folder(): string {
  const made = mkdtempSync(path.join(tmpdir(), 'llmtrace-test-'));
  afterAll(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

let files = 0;

/** A name that no other file of this test has. */
function fresh(name: string): string {
  files += 1;
  return path.join(empty, `${files}-${name}`);
}

/** A log of its own: objects become JSON lines, texts stand as they are. */
export function log(lines: readonly (object | string)[], name?: string): string {
  const file = name === undefined ? fresh('log.jsonl') : path.join(empty, name);
  writeFileSync(
    file,
    lines.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join(''),
  );
  return file;
}

/** A file of its own with these bytes. */
export function file(name: string, bytes: string | Buffer): string {
  const written = fresh(name);
  writeFileSync(written, bytes);
  return written;
}
