import type { Request } from '../../request/request.ts';
import type { Side } from './side.ts';

/** The end of a command line that asks about the spans of one side: its window, filters and inputs. */
export function about(side: Side, request: Request): string {
  const words = side.isFiles
    ? [...filters(request), side.label]
    : [...windowWords(side, request), ...filters(request), ...request.inputs];
  return words.map(quotedWord).join(' ');
}

function windowWords({ label, window }: Side, request: Request): string[] {
  const { now } = request.window;
  const isRelative = !/^[\d.T:Z-]+$/.test(label) && label !== 'all';
  const name = label === 'prev' ? `${window.start ?? ''}..${window.end ?? ''}` : label;
  const clock = now === undefined || !isRelative ? [] : ['--now', nowWord(now)];
  const zone = request.origins['tz']?.origin === '--tz' ? ['--tz', request.tz] : [];
  return ['-w', name, ...clock, ...zone];
}

const nowWord = (now: number | 'latest') => (now === 'latest' ? now : new Date(now).toISOString());

/** The column of each option that filters by globs, by the option. */
const globOptions: Readonly<Record<string, string>> = {
  ...{ model: 'model', user_id: 'user', session_id: 'session', feature: 'feature' },
  ...{ environment: 'env', tool_name: 'tool', name: 'name' },
};

function filters({ where, globs }: Request): string[] {
  return [
    ...where.flatMap((condition) => ['--where', condition]),
    ...Object.entries(globs).flatMap(([column, patterns]) =>
      patterns.flatMap((pattern) => [`--${globOptions[column] ?? column}`, pattern]),
    ),
  ];
}

/** As a shell reads it as one word. */
function quotedWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
