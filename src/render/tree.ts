import type { Row } from '../report/report.ts';

/** Levels that a screen draws; deeper rows begin with `…` and keep the innermost ones. */
export const levelsOnScreen = 8;

/** The same where there is no screen: enough for every real trace, and a runaway one stays finite. */
export const levelsInPipe = 64;

/**
 * What to draw before each row of a tree whose rows stand parent first, with their depth (0: a root) under one key:
 * `├─ ` and `└─ `, and `│  ` for the ancestors that go on. A row of unknown depth is a root.
 */
export function branches(rows: readonly Row[], depthKey: string, levels: number): string[] {
  const goesOn: boolean[] = []; // by depth: a later row continues the list of children there
  const drawn = rows.map(() => '');
  for (let index = rows.length - 1; index >= 0; index -= 1) {
    const depth = Number(rows[index]?.[depthKey] ?? 0);
    drawn[index] = branch(goesOn, depth, levels);
    goesOn.length = Math.min(goesOn.length, depth + 1);
    goesOn[depth] = true;
  }
  return drawn;
}

function branch(goesOn: readonly boolean[], depth: number, levels: number): string {
  if (depth === 0) return '';
  const first = Math.max(1, depth - levels + 1);
  let lines = first > 1 ? '… ' : '';
  for (let level = first; level < depth; level += 1) lines += goesOn[level] ? '│  ' : '   ';
  return lines + (goesOn[depth] ? '├─ ' : '└─ ');
}
