import type { Window } from './window.ts';

/** The shortest window that holds both, open where one of them is. */
export function around(one: Window, other: Window): Window {
  const isOpenAtStart = one.start === null || other.start === null;
  const isOpenAtEnd = one.end === null || other.end === null;
  return {
    label: `${one.label} and ${other.label}`,
    start: isOpenAtStart ? null : String([one.start, other.start].sort()[0]),
    end: isOpenAtEnd ? null : String([one.end, other.end].sort()[1]),
    partial: false,
    days: null,
  };
}
