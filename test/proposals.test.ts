import { expect, test } from 'vitest';
import { proposals } from '../src/read/proposals.ts';
import { answer, log, run } from './run.ts';

const record = {
  what: 'gpt-4o',
  meter: { toks_sent: 1200, toks_back: '310', charge_usd: 0.0061 },
  max_tokens_out: 9,
};

test('names the fields of an unknown record that look like tokens and dollars, and what they may be', () => {
  expect(proposals(record)).toEqual([
    'input_tokens=meter.toks_sent',
    'output_tokens=meter.toks_back',
    'reported_cost_usd=meter.charge_usd',
  ]);
  expect(proposals({ tok: { prompt: 3, prompt_cached: 2, cache_written: 1, uncached_in: 4 } })).toEqual([
    'input_tokens=tok.prompt',
    'cache_read_tokens=tok.prompt_cached',
    'cache_write_tokens=tok.cache_written',
  ]);
});

test('names none where nothing looks like tokens, and none that could not be typed', () => {
  expect(proposals({ level: 'info', cost: 3 })).toEqual([]);
  expect(proposals({ 'tok in\u001b[2J': 3 })).toEqual([]);
});

test('what is proposed reads the log', async () => {
  const file = log([record, record]);
  const { code, stderr } = await run(['top', file]);
  expect(code).toBe(3);
  const maps = /try ((?:--map \S+ ?)+)/.exec(stderr)?.[1]?.trim().split(' ') ?? [];
  const { totals } = await answer(['top', ...maps, file]);
  expect(totals).toMatchObject({ calls: 2, input_tokens: 2400, output_tokens: 620, cost_usd: 0.0122 });
});

test('doctor proposes it too', async () => {
  const { rows } = await answer(['doctor', log([record])], {}, 3);
  expect(String(rows[0]?.['first_reason'])).toContain(
    '; try --map input_tokens=meter.toks_sent --map output_tokens=meter.toks_back',
  );
});
