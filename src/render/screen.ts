/** Where a table goes. In a pipe nothing is cut, so `width` matters only on a terminal. */
export type Screen = { readonly width: number; readonly isTty: boolean; readonly colorLevel: 0 | 1 | 2 | 3 };

type Stdout = { readonly isTTY?: boolean | undefined; readonly columns?: number | undefined };
type Environment = { readonly [name: string]: string | undefined };

/** What stdout, the environment and `--color` make of the screen. COLUMNS beats the terminal's own word, as in a shell. */
export function screenOf(stdout: Stdout, env: Environment, color: 'auto' | 'always' | 'never'): Screen {
  const isTty = stdout.isTTY === true;
  return {
    isTty,
    width: columnsOf(env) ?? stdout.columns ?? 80,
    colorLevel: colorLevelOf(isTty, env, color),
  };
}

function columnsOf(env: Environment): number | undefined {
  const columns = Number(env['COLUMNS']);
  return Number.isInteger(columns) && columns > 0 ? columns : undefined;
}

/** `--color` beats FORCE_COLOR, which beats NO_COLOR, as in Node itself. */
function colorLevelOf(isTty: boolean, env: Environment, color: 'auto' | 'always' | 'never'): 0 | 1 | 2 | 3 {
  if (color === 'never') return 0;
  if (color === 'always') return forced(env) || terminalLevel(env) || 1;
  return forced(env) ?? (env['NO_COLOR'] || !isTty ? 0 : terminalLevel(env));
}

/** See https://nodejs.org/api/cli.html#force_color1-2-3; `0` and `false` switch colours off. */
function forced(env: Environment): 0 | 1 | 2 | 3 | undefined {
  const levels = { '0': 0, false: 0, '': 1, true: 1, '1': 1, '2': 2, '3': 3 } as const;
  const word = env['FORCE_COLOR'];
  return word === undefined ? undefined : (levels[word as keyof typeof levels] ?? 1);
}

function terminalLevel(env: Environment): 0 | 1 | 2 | 3 {
  const term = env['TERM'] ?? '';
  if (term === 'dumb') return 0;
  if (/^(truecolor|24bit)$/.test(env['COLORTERM'] ?? '')) return 3;
  return /256/.test(term) ? 2 : 1;
}
