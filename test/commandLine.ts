import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { folder, type Run, root, run, type World } from './run.ts';

/** A command line as it is typed: `NAME=value llmtrace top 'a b' < file`; of the shell only quotes, variables and `<`. */
export function llmtrace(line: string, world: World = {}): Promise<Run> {
  const { env, argv, stdin } = parsed(line, world.cwd ?? root);
  return run(argv, { ...world, ...(stdin === undefined ? {} : { stdin }), env: { ...env, ...world.env } });
}

const databases = folder();

/** Databases that examples make are not left where the tests run. */
const database = (name: string) => path.join(databases, name);

type Parsed = {
  readonly env: Readonly<Record<string, string>>;
  readonly argv: readonly string[];
  readonly stdin?: Buffer;
};

function parsed(line: string, cwd: string): Parsed {
  const [command = '', file] = line.split(' < ');
  const words = wordsOf(command);
  const start = words.indexOf('llmtrace');
  if (start < 0) throw new Error(`no llmtrace in: ${line}`);
  const assignments = words.slice(0, start).map((word): [string, string] => {
    const [name = '', ...value] = word.split('=');
    return [name, value.join('=')];
  });
  return {
    env: Object.fromEntries(assignments),
    argv: words
      .slice(start + 1)
      .map((word, place, all) => (all[place - 1] === '--db' ? database(word) : word)),
    ...(file === undefined ? {} : { stdin: readFileSync(path.resolve(cwd, file)) }),
  };
}

/** Words as a shell splits them; a glob that is not quoted must be the path of a file, which no shell would change. */
function wordsOf(command: string): string[] {
  const words = [...command.matchAll(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g)].map(([word]) => word);
  return words.map((word) => {
    const isQuoted = /['"]/.test(word);
    if (!isQuoted && /[*?[\]{}$;|&<>()]/.test(word) && !existsSync(word))
      throw new Error(`a shell would change ${word} in: ${command}`);
    return word.replaceAll(/'([^']*)'|"([^"]*)"/g, '$1$2');
  });
}
