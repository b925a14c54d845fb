import { cutAt, type Window } from './window.ts';
import { firstInstant, wallClock } from './zone.ts';

type Two = readonly [before: Window, after: Window];

/**
 * Two windows, cut to the same elapsed part where one of them is not over: Monday to Wednesday noon against Monday to
 * Wednesday noon. Elapsed is what clocks on the wall show, so that noon stays noon when they change. Windows that are both
 * over stay as they are, whatever their lengths.
 */
export function aligned([before, after]: Two, tz: string): Two {
  const running = [before, after].filter(({ partial }) => partial).flatMap((window) => elapsed(window, tz));
  if (running.length === 0) return [before, after];
  const shortest = Math.min(...running);
  return [cutAfter(before, shortest, tz), cutAfter(after, shortest, tz)];
}

/** Do both take as long? As many days, or as much time on the clocks of the wall. */
export function isSameLength([before, after]: Two, tz: string): boolean {
  if (before.days !== null && before.days === after.days) return true;
  const [one, other] = [elapsed(before, tz), elapsed(after, tz)];
  return one.length > 0 && one[0] === other[0];
}

/** Milliseconds on the clocks of the wall; none where an end is open. */
function elapsed({ start, end }: Window, tz: string): readonly number[] {
  if (start === null || end === null) return [];
  return [wallClock(Date.parse(end), tz) - wallClock(Date.parse(start), tz)];
}

function cutAfter(window: Window, most: number, tz: string): Window {
  if (window.start === null) return window;
  const end = firstInstant(wallClock(Date.parse(window.start), tz) + most, tz);
  return window.end !== null && Date.parse(window.end) <= end ? window : cutAt(window, end, tz);
}
