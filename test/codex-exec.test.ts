import { expect, test } from 'vitest';
import { log } from './run.ts';
import { accountOf, spansOf, totalOf } from './sessionLogs.ts';

const started = (thread_id: string) => ({ type: 'thread.started', thread_id });
const turn = (input_tokens: number, output_tokens: number) => ({
  ...{ type: 'turn.completed', usage: { input_tokens, cached_input_tokens: 20, output_tokens } },
});

test('the fixture is the turns of one thread, whose counters go on, and its tools', async () => {
  expect(
    await spansOf(
      'name, kind, input_tokens, cache_read_tokens, output_tokens, status',
      'fixtures/codex-exec.jsonl',
    ),
  ).toEqual([
    ['turn', 'llm', 24763, 24448, 122, 'ok'],
    ['shell', 'tool', null, null, null, 'ok'],
    ['docs.search', 'tool', null, null, null, 'error'],
    ['turn', 'llm', 50063 - 24763, 48896 - 24448, 28, 'ok'],
    ['turn.failed', 'other', null, null, null, 'error'],
  ]);
  expect(await accountOf('fixtures/codex-exec.jsonl')).toEqual([[14, 5, 0, 9, 0]]);
});

test('a thread that was resumed goes on counting in another file, whichever is read first', async () => {
  const [first, second] = [log([started('t'), turn(100, 5)]), log([started('t'), turn(250, 9)])];
  for (const files of [
    [first, second],
    [second, first],
  ]) {
    expect(await totalOf(...files)).toMatchObject({ calls: 2, uncached_input_tokens: 230, output_tokens: 9 });
  }
});

test('other threads count for themselves, and so does one that began again', async () => {
  expect(await totalOf(log([started('t'), turn(100, 5), started('u'), turn(300, 7)]))).toMatchObject({
    output_tokens: 12,
  });
  expect(await totalOf(log([started('t'), turn(100, 5), started('t'), turn(60, 3)]))).toMatchObject({
    output_tokens: 8,
  });
});
