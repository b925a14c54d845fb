import { nearest } from '../suggest.ts';

const amount =
  /^(?:now|last|past|prev|previous)?[\s_-]*(\d+)[\s_-]*(m|h|d|w|min|hr|wk|minute|hour|day|week)s?( ago)?$/;
const calendar = ['today', 'yesterday', 'thisweek', 'lastweek', 'thismonth', 'lastmonth', 'all', 'prev'];
const dateParts = /^(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?$/;
const packedDate = /^(\d{4})(\d\d)(\d\d)$/;

/** The window that someone meant who wrote one in other words (`last-week`, `7 days`, `2026/11/1`), if `accepts` takes it. */
export function nearWindow(word: string, accepts: (text: string) => boolean): string | undefined {
  const text = word.trim().toLowerCase();
  const guesses = [rangeOf(text), amountOf(text), dateOf(text), unitOf(text), wordOf(text)];
  return guesses.find((guess) => guess !== undefined && accepts(guess));
}

function rangeOf(text: string): string | undefined {
  const ends = text.split(/\s*\.{2,}\s*|\s+(?:to|until|-)\s+/);
  if (ends.length !== 2) return undefined;
  return ends.map((end) => amountOf(end) ?? dateOf(end) ?? wordOf(end) ?? end).join('..');
}

function amountOf(text: string): string | undefined {
  const match = amount.exec(text);
  if (match === null) return undefined;
  const unit = match[2] ?? '';
  if (match[3] !== undefined && /^(day|week)$/.test(unit)) return `${unit}-${match[1]}`;
  return `${match[1]}${unit[0]}`;
}

function dateOf(text: string): string | undefined {
  const match = dateParts.exec(text) ?? packedDate.exec(text);
  return match
    ?.slice(1)
    .filter(Boolean)
    .map((part) => part.padStart(2, '0'))
    .join('-');
}

/** `week2`, `weeks-2`, `month 3`. */
function unitOf(text: string): string | undefined {
  const match = /^(day|week|month)s?[\s_-]*(\d+)$/.exec(text);
  return match === null ? undefined : `${match[1]}-${match[2]}`;
}

function wordOf(text: string): string | undefined {
  const plain = text
    .replaceAll(/[\s_-]/g, '')
    .replace(/^(previous|past)(?=.)/, 'last')
    .replace(/^current/, 'this')
    .replace(/^(week|month)$/, 'this$1');
  return nearest(plain, calendar);
}
