import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseRequest } from '../src/request/request.ts';
import { loadEmptyLog } from '../src/store/emptyLog.ts';
import { completeLanded } from '../src/store/landed.ts';
import plainRecord from '../src/store/plain_record.sql';
import record from '../src/store/record.sql';
import { Store } from '../src/store/store.ts';

/** A question reads the same columns, of the same types, whatever of the log has landed and whatever traces add to it. */

let store: Store;
beforeAll(async () => {
  store = Store.open();
  await loadEmptyLog(store, parseRequest({ common: {}, inputs: [] }, { TZ: 'UTC' }));
});
afterAll(() => store.close());

const described = async (relation: string) =>
  (await store.table(`FROM ${relation} LIMIT 0`)).columns.map(({ name, type }) => `${name} ${type}`);

test('where trees and traces add nothing', async () => {
  await store.run(plainRecord);
  const plain = await described('record()');
  await store.run(record);
  expect(plain).toEqual(await described('record()'));
});

test('where columns did not land, or landed in 32 bits', async () => {
  const whole = (await described('complete')).toSorted();
  await store.run('ALTER TABLE landed DROP COLUMN model');
  await store.run('ALTER TABLE landed DROP COLUMN kind');
  await store.run('ALTER TABLE landed DROP COLUMN attributes');
  await store.run('ALTER TABLE landed ALTER output_tokens TYPE INTEGER');
  await completeLanded(store);
  expect((await described('complete')).toSorted()).toEqual(whole);
});
