import { exitCode } from '../../error.ts';
import type { Request } from '../../request/request.ts';
import type { Store } from '../../store/store.ts';
import type { Answer } from '../analysis.ts';
import { contents } from './content.ts';
import examined from './examined.sql';
import { account, isUnreadable } from './files.ts';
import type { Finding } from './finding.ts';
import { costMismatches } from './mismatches.ts';
import { otherRecords } from './other.ts';
import { modelPrices } from './prices.ts';
import { requested } from './requests.ts';
import { times } from './time.ts';
import { trees } from './tree.ts';
import { unusedFields } from './unused.ts';
import { possibleUsage, tokenConventions } from './usage.ts';
import { verdictOf, verdictSection } from './verdict.ts';

/** Looks through everything that was read. Exit code 3 when more than `--max-rejected` of it is unreadable. */
export async function examine(store: Store, request: Request): Promise<Answer> {
  await store.run(examined);
  const { files, dialects, total, isWhole } = await account(store, request.maxRejected);
  const findings = [dialects, ...(await findingsOf(store, request, Number(total['records'])))];
  const reasons = [files, ...findings].flatMap((finding) => finding.reasons);
  const verdict = verdictOf(reasons);
  const sum = isWhole ? 'every record is accounted for' : 'not every record is accounted for';
  return {
    headline: `${verdict}: ${sum}`,
    sections: [files.section, verdictSection(verdict, reasons), ...tellingFirst(findings)],
    totals: { columns: files.section.columns.filter(({ unit }) => unit === 'count'), row: total },
    meta: { verdict, is_accounted: isWhole, unpriced_calls: await unpricedCalls(store) },
    notes: [],
    ...(isUnreadable(total, request.maxRejected) ? { exitCode: exitCode.input } : {}),
  };
}

async function findingsOf(store: Store, request: Request, records: number): Promise<Finding[]> {
  return [
    await modelPrices(store),
    await costMismatches(store, request.limit),
    await possibleUsage(store),
    await tokenConventions(store),
    await times(store, request),
    await trees(store),
    await requested(store),
    await unusedFields(store),
    await contents(store),
    await otherRecords(store, records),
  ];
}

/** Sections with something to say, then those of one line. */
function tellingFirst(findings: readonly Finding[]) {
  const sections = findings.map(({ section }) => section);
  return [
    ...sections.filter(({ telling }) => telling !== 0),
    ...sections.filter(({ telling }) => telling === 0),
  ];
}

async function unpricedCalls(store: Store): Promise<number> {
  const [row] = await store.rows('SELECT count_if(is_unpriced)::BIGINT AS calls FROM examined');
  return Number(row?.['calls']);
}
