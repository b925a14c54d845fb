import { existsSync } from 'node:fs';
import path from 'node:path';
import { CommanderError } from 'commander';
import { analyses } from './analyses/all.ts';
import { type Invocation, program } from './cli.ts';
import { type ExitCode, exitCode, UserError } from './error.ts';
import { type Io, writeAll } from './io.ts';

/**
 * One invocation: argv (without node and the script) and the world in, an exit code out. Every error ends here, and
 * nothing below it knows that processes exit.
 */
export async function main(argv: readonly string[], io: Io): Promise<ExitCode> {
  try {
    const invocation = parse(argv, io);
    if (invocation === undefined) return exitCode.done;
    const { run } = await import('./run.ts');
    return await run(invocation, io);
  } catch (error) {
    return await explain(error, argv, io);
  }
}

/** Undefined when commander has answered already (`--help`, `--version`). */
function parse(argv: readonly string[], io: Io): Invocation | undefined {
  let parsed: Invocation | undefined;
  const write = {
    out: (text: string) => void io.stdout.write(text),
    err: (text: string) => void io.stderr.write(text),
  };
  const given = argv.length === 0 ? ['--help'] : [...argv];
  const words = isInput(given[0], io) ? ['summary', ...given] : given;
  const root = program(words, write, (invocation) => {
    parsed = invocation;
  });
  root.parse(words, { from: 'user' });
  return parsed;
}

/** A first word that is no command but a log: `llmtrace logs/` is asked for a summary. */
function isInput(word: string | undefined, { cwd }: Io): boolean {
  if (word === undefined || (word.startsWith('-') && word !== '-')) return false;
  if (word === 'help' || analyses.some(({ name }) => name === word)) return false;
  return word === '-' || /[*?[\]]/.test(word) || existsSync(path.resolve(cwd, word));
}

async function explain(thrown: unknown, argv: readonly string[], io: Io): Promise<ExitCode> {
  const error = shortage(thrown) ?? thrown;
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.done : exitCode.usage;
  if (error instanceof UserError) {
    if (error.message !== '') await writeAll(io.stderr, [`llmtrace: ${error.message}\n`]);
    return error.exitCode;
  }
  const text = error instanceof Error ? error : new Error(String(error));
  const shown = argv.includes('--debug') ? text.stack : text.message.split('\n')[0];
  await writeAll(io.stderr, [
    `llmtrace: a bug in llmtrace: ${shown}\n  please report it with the command line and, of --debug, the stack\n`,
  ]);
  return exitCode.bug;
}

/** What the machine has too little of is no bug of ours. */
function shortage(error: unknown): UserError | undefined {
  const text = error instanceof Error ? error.message : '';
  if (text.startsWith('Out of Memory Error')) {
    return new UserError(
      'not enough memory for this log\n  try: --memory with more than was allowed, or a narrower --window',
      exitCode.input,
    );
  }
  if (/ENOSPC|No space left on device/.test(text)) {
    return new UserError(
      'the disk is full: temporary files of this log do not fit\n  try: TMPDIR=/another/disk',
      exitCode.input,
    );
  }
  return undefined;
}
