import { describe, expect, test } from 'vitest';
import { call, counts, diagnosis, levels } from './diagnosis.ts';

describe('token conventions', () => {
  test('are counted by how they were decided, guesses marked', async () => {
    const { conventions, usage } = await diagnosis([
      call({ cache_read_tokens: 400, total_tokens: 1100 }),
      call({ cache_read_tokens: 400, total_tokens: 1500 }),
      call({ cache_read_tokens: 4000 }),
      call({ cache_read_tokens: 400 }),
      call({ cache_read_tokens: 400, model: 'claude-sonnet-4-5', provider: 'anthropic' }),
      call(),
    ]);
    const told = conventions.map((row) => [
      row['provider'],
      row['convention'],
      row['calls'],
      row['is_guess'],
    ]);
    expect(told).toEqual([
      ['anthropic', 'exclusive by provider', 1, true],
      [null, 'inclusive by provider', 1, true],
      [null, 'exclusive by excess', 1, false],
      [null, 'exclusive by total', 1, false],
      [null, 'inclusive by total', 1, false],
      [null, null, 1, false],
    ]);
    expect(counts(usage)).toEqual({ guessed_convention: 2 });
  });

  test('more cached than input tokens under a convention that its dialect declares is shown', async () => {
    const { conventions, usage, verdict } = await diagnosis([
      call({ span_id: 'odd', prompt_tokens_details: { cached_tokens: 1600 } }),
      ...Array.from({ length: 19 }, () => call({ prompt_tokens_details: { cached_tokens: 600 } })),
    ]);
    expect(conventions.map(({ convention, calls }) => [convention, calls])).toEqual([
      ['exclusive against dialect', 1],
      ['inclusive by dialect', 19],
    ]);
    expect(usage[0]).toMatchObject({
      check: 'more_cached_than_input',
      count: 1,
      of: 20,
      level: 'caution',
      example: 'odd',
    });
    expect(verdict).toHaveLength(1);
  });
});

describe('usage', () => {
  test('of a healthy log has nothing to say', async () => {
    const { usage } = await diagnosis([
      call(),
      call({ input_tokens: 0, cache_read_tokens: 900, model: 'claude-sonnet-4-5' }),
    ]);
    expect([counts(usage), levels(usage)]).toEqual([{}, {}]);
  });

  test('null is unknown, and 0 input with output and no cache is suspicious', async () => {
    const { usage, meta } = await diagnosis([
      call({ input_tokens: null, output_tokens: null }),
      call({ input_tokens: 0 }),
      call({ input_tokens: 0, output_tokens: 0 }),
      call(),
    ]);
    expect(counts(usage)).toEqual({ unknown_usage: 1, no_input: 1 });
    expect(meta.verdict).toBe('doubtful');
  });
});

describe('requests', () => {
  test('say nothing of a limit that the log never holds', async () => {
    const { requests } = await diagnosis([call(), call()]);
    expect(requests.map(({ check, count, share }) => [check, count, share])).toEqual([
      ['sampled', null, null],
      ['truncated', null, null],
      ['uncapped', null, null],
      ['represented', null, null],
    ]);
  });

  test('count calls without a limit, those cut off at it, and what sampled spans stand for', async () => {
    const { requests } = await diagnosis([
      call({ max_tokens: 50, stop_reason: 'length', sample_rate: 0.05 }),
      call({ max_tokens: 50, stop_reason: 'stop' }),
      call({ stop_reason: 'max_tokens' }),
      call({ max_tokens: 50, stop_reason: 'end_turn' }),
    ]);
    expect(counts(requests)).toEqual({ sampled: 1, truncated: 2, uncapped: 1, represented: 23 });
    expect(levels(requests)).toEqual({ sampled: 'doubt', truncated: 'note', uncapped: 'note' });
  });
});

describe('content', () => {
  test('is told by kind, with what is out of reach without it', async () => {
    const { content } = await diagnosis([
      call({ prompt_digest: 'abc' }),
      call(),
      call({
        kind: 'tool',
        model: null,
        tool_name: 'search',
        arguments: { q: 'x' },
        input_tokens: null,
        output_tokens: null,
      }),
    ]);
    expect(content.map((row) => [row['content'], row['is_logged'], row['share'], row['without']])).toEqual([
      ['prompt_blocks', false, 0, 'cache cannot tell which block of a prompt changed'],
      ['tool_outputs', false, 0, 'loops cannot tell whether a repeated tool call brought anything new'],
      ['prompt_digests', true, 0.5, null],
      ['tool_arguments', true, 1, null],
    ]);
  });

  test('of prompts never shows: only that it is there', async () => {
    const said = await diagnosis([call({ messages: [{ role: 'user', content: 'a secret wish' }] })]);
    expect(said.content.every((row) => row['is_logged'] !== false)).toBe(true);
    expect(JSON.stringify(said)).not.toContain('secret wish');
  });
});

describe('unused fields', () => {
  test('that look like missing tokens come with the option that would use them', async () => {
    const foreign = {
      input_tokens: null,
      output_tokens: null,
      prompt_tok: 12,
      answer_tok: 3,
      retries: 2,
      budget_tok: 9,
    };
    const { unused } = await diagnosis([call(foreign), call(foreign)]);
    expect(unused).toEqual([
      { field: 'answer_tok', spans: 2, map: '--map output_tokens=answer_tok' },
      { field: 'prompt_tok', spans: 2, map: '--map input_tokens=prompt_tok' },
    ]);
    const taught = await diagnosis([call(foreign), call(foreign)], {
      options: ['--map', 'input_tokens=prompt_tok', '--map', 'output_tokens=answer_tok'],
    });
    expect(taught.unused).toEqual([]);
    expect(counts(taught.usage)).toEqual({});
  });
});
