import path from 'node:path';
import { type DuckDBValue, listValue } from '@duckdb/node-api';

/** File names that say what is in the file; the session gave its name to the folder. */
const generic = /^(wire|events|chat_history|updates|context|transcript|summary|state)$/;

const endings = /(\.(jsonl|ndjson|json|log|gz|zst|settings))+$/;

/** The session that a file is named after, for logs whose records do not say it. `name`: what the user calls the file. */
function sessionOf(name: string): string {
  const base = path.basename(name).replace(endings, '');
  if (!generic.test(base)) return base;
  const folders = path.dirname(path.resolve(name)).split(path.sep);
  // Each agent of a session has a folder of its own within the session's.
  return (folders.at(-2) === 'agents' ? folders.at(-3) : folders.at(-1)) ?? base;
}

/** The parameter `$sessions`: a session for each of `$files`, in their order. */
export const sessionsOf = (names: readonly string[] = []): Record<string, DuckDBValue> => ({
  sessions: listValue(names.map(sessionOf)),
});
