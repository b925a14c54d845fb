import { openDatabase } from './importing.ts';
import type { Read } from './prepare.ts';
import { readableDialects } from './readableDialects.ts';
import type { Request } from './request/request.ts';
import { accountFor } from './store/account.ts';
import type { DatabaseFile } from './store/kept/attach.ts';
import { keepImported } from './store/kept/imported.ts';
import pricedAtImport from './store/kept/priced.sql';
import { isPricedOtherwise } from './store/kept/prices.ts';
import { openQuestion } from './store/kept/question.ts';
import { loadPrices } from './store/price.ts';
import { createSchema, settle } from './store/schema.ts';
import { readingOf, type Surroundings } from './surroundings.ts';

/** Brings the file up to date first; what was refused at import does not count again. */
export async function fromDatabase(
  request: Request & { readonly db: DatabaseFile },
  needed: ReadonlySet<string>,
  surroundings: Surroundings,
  /** Only the costs are asked for, not which price made each. */
  isCostEnough: boolean,
): Promise<Read> {
  const { store, io, engine, isRebuilt } = surroundings;
  await createSchema(store, request.assumeTz);
  const readable = readableDialects(request);
  const imported = await openDatabase(store, {
    ...{ file: request.db, request, reading: readingOf(request, readable, surroundings), dialects: readable },
    ...{ engine, isRebuilt, io, tell: (text) => void io.stderr.write(`${text}\n`) },
  });
  await keepImported(store, imported);
  const isAsKept = await openQuestion(store, needed, request);
  const account = await accountFor(store, 1);
  const prices = await loadPrices(store, {
    sources: request.prices,
    keys: 'FROM kept.price_key ORDER BY ALL',
  });
  await settle(store, request);
  if (isCostEnough && isAsKept && request.pricesAsOf === undefined && !(await isPricedOtherwise(store)))
    await store.run(pricedAtImport);
  return { account, prices };
}
