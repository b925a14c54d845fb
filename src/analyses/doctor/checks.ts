import type { Column, Row, Section, Value } from '../../report/report.ts';
import { type Finding, type Level, levelOf, partOf, reason, shareOf, worseFirst } from './finding.ts';

/** Something that is counted: `key` and `of` are columns of the section's one row of counts. */
export type Check = {
  readonly key: string;
  /** What it is a part of. */
  readonly of: string;
  readonly noun: string;
  /** Completes "3 of 40 calls …". */
  readonly means: string;
  /** What even one of them is. */
  readonly level: Level;
};

type Judged = {
  readonly check: Check;
  readonly count: number | null;
  readonly of: number;
  readonly share: number;
  readonly level: Level;
};

const measures: readonly Column[] = [
  { key: 'check', unit: 'text', show: 'always', shownBy: 'meaning', title: 'what' },
  { key: 'count', unit: 'count', show: 'always' },
  { key: 'of', unit: 'count', show: 'asked' },
  { key: 'share', unit: 'fraction', show: 'always' },
  { key: 'level', unit: 'text', show: 'asked' },
];

const dollars: readonly Column[] = [
  { key: 'cost_usd', title: 'cost', unit: 'usd' },
  { key: 'tokens', unit: 'tokens', show: 'asked' },
];

const example: Column = { key: 'example', unit: 'text' };

/**
 * A section of counts, the worst first. Of each check the counts may hold `<key>_example` (an id), `<key>_usd` and
 * `<key>_tokens` beside its count; a count of null says that the log does not tell.
 */
export function checked(
  { key, title, gist }: { readonly key: string; readonly title: string; readonly gist: string },
  checks: readonly Check[],
  counts: Row,
): Finding {
  const judged = checks.map((check) => judge(check, counts)).sort(worseFirst);
  const isPriced = checks.some((check) => `${check.key}_usd` in counts);
  const columns = [...measures, ...(isPriced ? dollars : []), example];
  const section: Section = {
    ...{ key, title, gist: `${title}: ${gist}`, columns },
    rows: judged.map((one) => checkRow(one, counts)),
    telling: judged.filter(({ level }) => level !== 'fine').length,
  };
  return { section, reasons: judged.flatMap(reasonOf) };
}

function judge(check: Check, counts: Row): Judged {
  const [logged, of] = [counts[check.key] ?? null, Number(counts[check.of])];
  const count = logged === null ? null : Number(logged);
  const share = count === null ? 0 : shareOf(count, of);
  return {
    check,
    count,
    of,
    share,
    level: count === null || count === 0 ? 'fine' : levelOf(check.level, share),
  };
}

function checkRow({ check, count, of, share, level }: Judged, counts: Row): Row {
  const beside = (name: string): Value =>
    count === null || count === 0 ? null : (counts[`${check.key}_${name}`] ?? null);
  return {
    ...{ check: check.key, meaning: `${check.noun}s that ${check.means}`, count, of },
    ...{ share: count === null || of === 0 ? null : share, level },
    ...{ cost_usd: beside('usd'), tokens: beside('tokens'), example: beside('example') },
  };
}

function reasonOf({ check, count, of, share, level }: Judged) {
  return reason(level, share, `${partOf(Number(count), of, check.noun)} ${check.means}`);
}
