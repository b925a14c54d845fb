import type { Store } from '../../store/store.ts';
import { aligned, isSameLength } from '../../time/align.ts';
import { around } from '../../time/around.ts';
import { between, type Window } from '../../time/window.ts';
import type { Both } from './bridge.ts';
import type { Side, Sides } from './side.ts';
import type { AllDeeds, Deeds } from './whole.ts';

/** What dollars are counted per. */
export type Per = 'window' | 'day' | 'trace' | 'call';

/** The windows as they are compared: cut to the same part of their time where one of them is not over. */
export function cut(sides: Sides, align: 'elapsed' | 'none', tz: string): Sides {
  const { before, after } = sides;
  if (align === 'none' || before.isFiles || after.isFiles) return sides;
  const [first, second] = aligned([before.window, after.window], tz);
  return { before: { ...before, window: first }, after: { ...after, window: second } };
}

/** Sets what `side_of` reads, and widens the window of all questions to what holds both sides. */
export async function setSides(store: Store, { before, after }: Sides): Promise<void> {
  await setSide(store, 'before', before);
  await setSide(store, 'after', after);
  const { start, end } = around(before.window, after.window);
  await store.run('SET VARIABLE window_start = $start::TIMESTAMPTZ', { start });
  await store.run('SET VARIABLE window_end = $end::TIMESTAMPTZ', { end });
}

async function setSide(store: Store, name: 'before' | 'after', { window, world }: Side): Promise<void> {
  await store.run(`SET VARIABLE ${name}_start = $start::TIMESTAMPTZ`, { start: window.start });
  await store.run(`SET VARIABLE ${name}_end = $end::TIMESTAMPTZ`, { end: window.end });
  await store.run(`SET VARIABLE ${name}_world = $world::INTEGER`, { world: world ?? null });
}

/** Windows without open ends: where nobody said when it begins or ends, its first and last span do. */
export function closedWindows({ before, after }: Sides, deeds: AllDeeds, tz: string): Both<Window> {
  return [closedWindow(before, deeds.before, tz), closedWindow(after, deeds.after, tz)];
}

function closedWindow({ window }: Side, { firstAt, lastAt }: Deeds, tz: string): Window {
  if (firstAt === null || lastAt === null || (window.start !== null && window.end !== null)) return window;
  const start = window.start ?? firstAt;
  const end = window.end === null ? Date.parse(lastAt) + 1 : Date.parse(window.end);
  return between(window.label, Date.parse(start), end, tz);
}

/** What dollars are counted per: as asked for, else per day where the windows are not equally long. */
export function perOf(
  { before, after }: Sides,
  windows: Both<Window>,
  asked: Exclude<Per, 'window'> | undefined,
  align: 'elapsed' | 'none',
  tz: string,
): Per {
  if (asked !== undefined) return asked;
  if (align === 'none' || before.isFiles || after.isFiles) return 'window';
  return isSameLength(windows, tz) || windows.some(({ days }) => days === null) ? 'window' : 'day';
}
