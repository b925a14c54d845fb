import { exitCode } from '../../error.ts';
import type { Row, Section } from '../../report/report.ts';
import type { Request } from '../../request/request.ts';
import type { Store } from '../../store/store.ts';
import type { Answer, Own } from '../analysis.ts';
import { groupings } from '../dimensions.ts';
import { failRules, judge } from '../failOn.ts';
import { groupBy } from '../groupBy.ts';
import { trustNotes } from '../trust.ts';
import { causeColumns, causeRow, causesOf } from './cause.ts';
import { about } from './command.ts';
import { type Comparison, compare } from './compare.ts';
import { type Differ, differColumns, differRow, differsOf, telling } from './differ.ts';
import { exampleColumns, examplesOf } from './example.ts';
import { type Facts, namedOf } from './fact.ts';
import { headlineOf } from './headline.ts';
import named from './named.sql';
import { comparisonNotes } from './note.ts';
import { rowColumns, rowsOf, spanSection } from './row.ts';
import type { Per } from './scope.ts';
import type { Sides } from './side.ts';
import { type Floor, floorOf, termColumns, termRows } from './term.ts';
import { measureNames, measuresOf, totalColumns, totalsOf } from './total.ts';
import user from './user.sql';
import { waterfall } from './waterfall.ts';

/** Compares the two sides and tells why they differ. */
export async function answerDiff(store: Store, request: Request, own: Own, sides: Sides): Promise<Answer> {
  const { options } = own;
  const rules = failRules(options['failOn'], measureNames);
  const groups = groupings(String(options['group']));
  await groupBy(store, groups);
  const comparison = await compare(store, sides, {
    tz: request.tz,
    align: options['align'] as 'elapsed' | 'none',
    per: options['per'] as Exclude<Per, 'window'> | undefined,
    dimension: groups[0].name,
  });
  const floor = floorOf(comparison, options['minUsd'] as number | undefined);
  const facts = await factsOf(store, request, comparison, floor);
  const verdict = judge(rules, measuresOf(comparison));
  const isEmpty = comparison.deeds.before.spans === 0 || comparison.deeds.after.spans === 0;
  const ending = isEmpty && options['onEmpty'] === 'fail' ? exitCode.noData : verdict.exitCode;
  return {
    ...report(facts, request),
    notes: [
      ...(await comparisonNotes(store, sides, comparison)),
      ...(await trustNotes(store, comparison.doubts)),
      ...(isEmpty ? [] : verdict.notes),
    ],
    ...(ending === undefined ? {} : { exitCode: ending }),
  };
}

async function factsOf(store: Store, request: Request, comparison: Comparison, floor: Floor): Promise<Facts> {
  const [before, after] = comparison.whole;
  return {
    ...{ comparison, floor },
    named: namedOf(await store.rows(named)),
    differs: await differsOf(store, comparison),
    users: await store.rows(user, { before_per: before.per, after_per: after.per }),
    examples: await examplesOf(store, comparison),
    about: { before: about(comparison.sides.before, request), after: about(comparison.sides.after, request) },
  };
}

function report(facts: Facts, { limit }: Request): Omit<Answer, 'notes'> {
  const { comparison, floor, examples } = facts;
  const rows = rowsOf(comparison, floor);
  const [before, after] = comparison.windows;
  return {
    meta: {
      windows: { before, after },
      per: comparison.per,
      unpriced_calls: comparison.unpriced[0] + comparison.unpriced[1],
    },
    headline: headlineOf(comparison),
    sections: [
      {
        key: 'rows',
        only: 'programs',
        columns: rowColumns,
        rows: rows.slice(0, limit),
        more: Math.max(0, rows.length - limit),
      },
      { key: 'terms', only: 'programs', columns: termColumns, rows: termRows(comparison, floor) },
      waterfall(comparison, floor),
      spanSection(comparison, floor, limit),
      causeSection(facts),
      differSection(telling(facts.differs, comparison), limit),
      exampleSection(examples),
    ],
    totals: { columns: totalColumns, row: totalsOf(comparison) },
  };
}

function causeSection(facts: Facts): Section {
  const causes = causesOf(facts).map(causeRow);
  return {
    key: 'likely_causes',
    title: 'Likely causes',
    columns: causeColumns,
    rows: causes,
    prose: 'see',
    ...(causes.length === 0 ? { telling: 0, gist: 'No cause stands out from the noise.' } : {}),
  };
}

function exampleSection(rows: readonly Row[]): Section {
  const none = { telling: 0, gist: 'No trace of either side shows a change.' };
  return {
    ...{ key: 'examples', title: 'Examples', columns: exampleColumns, rows },
    ...(rows.length === 0 ? none : {}),
  };
}

/** On a screen the first few: those behind mostly say the same in other words. */
const mostDiffers = 6;

function differSection(differs: readonly Differ[], limit: number): Section {
  const rows = differs.slice(0, limit).map(differRow);
  return {
    key: 'differs',
    title: 'What the change has in common',
    columns: differColumns,
    rows,
    telling: Math.min(rows.length, mostDiffers),
    gist: 'No value of any field has more of the change than it had of the cost.',
  };
}
