import type { Section } from '../../report/report.ts';

/** How much something speaks against the numbers: `doubt` may change what they say, `caution` should be known, a `note` is no fault. */
export type Level = 'doubt' | 'caution' | 'note' | 'fine';

/** One sentence against the numbers; `share` (a fraction of 1) is how much of them it touches. */
export type Reason = { readonly level: 'doubt' | 'caution'; readonly share: number; readonly text: string };

/** What one part of the examination found. */
export type Finding = { readonly section: Section; readonly reasons: readonly Reason[] };

/** From this share on something that should be known becomes a doubt. */
const doubtfulShare = 0.1;

export function levelOf(level: Level, share: number): Level {
  return level === 'caution' && share >= doubtfulShare ? 'doubt' : level;
}

/** A fraction of 1; nothing of nothing is 0. */
export function shareOf(part: number, whole: number): number {
  return whole > 0 ? part / whole : 0;
}

export function reason(level: Level, share: number, text: string): Reason[] {
  return level === 'doubt' || level === 'caution' ? [{ level, share, text }] : [];
}

/** `3 of 1,200 calls`. */
export function partOf(part: number, whole: number, noun: string): string {
  return part === whole
    ? `all ${counted(whole, noun)}`
    : `${part.toLocaleString('en')} of ${counted(whole, noun)}`;
}

/** `1 call`, `1,200 calls`. */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
}

const order: readonly Level[] = ['doubt', 'caution', 'note', 'fine'];

/** Sorts the worst first: by level, then by share. */
export function worseFirst(
  one: { readonly level: Level; readonly share: number },
  other: { readonly level: Level; readonly share: number },
): number {
  return order.indexOf(one.level) - order.indexOf(other.level) || other.share - one.share;
}
