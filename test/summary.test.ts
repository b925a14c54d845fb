import { describe, expect, test } from 'vitest';
import { answer, type Fields, log, run } from './run.ts';

/** One screen of everything, on logs whose numbers can be counted by hand. */

type Call = { readonly trace: string; readonly day: number } & Readonly<Record<string, unknown>>;

let ids = 0;

function call({ trace, day, ...fields }: Call): object {
  ids += 1;
  return {
    ...{ trace_id: trace, span_id: `s${ids}`, timestamp: `2026-11-0${day}T12:00:00Z`, kind: 'llm' },
    ...{ model: 'claude-sonnet-4-5', feature: 'chat', input_tokens: 1000, output_tokens: 100 },
    ...{ cost_usd: 0.01, status: 'ok', ...fields },
  };
}

/** Five calls in three traces on two days with one between them: $0.10 in all. */
const lines = [
  call({ trace: 'a', day: 2, cost_usd: 0.03, cache_read_tokens: 500, cache_write_tokens: 0 }),
  call({ trace: 'a', day: 2, cost_usd: 0.02, cache_read_tokens: 500, cache_write_tokens: 0 }),
  call({ trace: 'b', day: 2, feature: 'search', model: 'claude-haiku-4-5', status: 'error' }),
  call({ trace: 'c', day: 4, cost_usd: 0.03 }),
  call({ trace: 'c', day: 4 }),
];

type Screen = {
  readonly rows: readonly Fields[];
  readonly models: readonly Fields[];
  readonly features: readonly Fields[];
  readonly traces: readonly Fields[];
  readonly totals: Fields;
};

const screen = async (records: readonly object[], ...more: readonly string[]) =>
  (await answer(['summary', ...more, log(records)])) as unknown as Screen;

const line = ({ rows }: Screen, measure: string) => rows.find((row) => row['measure'] === measure);

describe('one screen', () => {
  test('has a line for each question, each with the command that goes deeper', async () => {
    const { rows } = await screen(lines);
    expect(rows.map(({ measure, see }) => `${measure}: ${see}`)).toEqual([
      'spend: top --group day',
      'model calls: top --group model',
      'errors: top --by errors',
      'cache hits: cache',
      'lost to cache misses: cache',
      'wasted in loops: loops',
      'above the usual: anomalies',
      'trust: doctor',
    ]);
  });

  test('counts what can be counted by hand', async () => {
    const found = await screen(lines);
    // The day between is a gap, not a zero.
    expect(line(found, 'spend')).toMatchObject({ value: 0.1, detail: '2026-11-02 █ ▆ 2026-11-04' });
    expect(line(found, 'model calls')).toMatchObject({ value: 5, detail: 'in 3 traces' });
    expect(line(found, 'errors')).toMatchObject({ value: 0.2, detail: '1 model call failed' });
    // Claude's input leaves out what was read: twice 1,500, thrice 1,000.
    expect(line(found, 'cache hits')).toMatchObject({
      value: 0.166666667,
      detail: '1,000 of 6,000 prompt tokens',
    });
    expect(line(found, 'wasted in loops')).toMatchObject({ value: 0, detail: 'no run got stuck' });
    expect(found.models.map(({ key, cost_usd, calls }) => [key, cost_usd, calls])).toEqual([
      ['claude-sonnet-4-5', 0.09, 4],
      ['claude-haiku-4-5', 0.01, 1],
    ]);
    expect(found.features.map(({ key, cost_usd }) => [key, cost_usd])).toEqual([
      ['chat', 0.09],
      ['search', 0.01],
    ]);
    expect(found.traces.map(({ key, cost_usd }) => [key, cost_usd])).toEqual([
      ['a', 0.05],
      ['c', 0.04],
      ['b', 0.01],
    ]);
  });

  test('says what the commands say that it names', async () => {
    const argv = ['--window', '2026-11-09..', 'fixtures/demo.jsonl'];
    const { rows, totals } = (await answer(['summary', ...argv])) as unknown as Screen;
    const value = (measure: string) => rows.find((row) => row['measure'] === measure)?.['value'];
    const of = async (command: string) => (await answer([command, ...argv])).totals;
    expect(totals).toEqual(await of('top'));
    expect(value('lost to cache misses')).toBe((await of('cache'))['lost_usd']);
    expect(value('wasted in loops')).toBe((await of('loops'))['wasted_usd']);
    expect(value('above the usual')).toBe((await of('anomalies'))['excess_usd']);
    const { meta } = (await answer(['doctor', ...argv])) as unknown as { meta: Fields };
    expect(value('trust')).toBe(meta['verdict']);
  });

  test('is what files without a command show, too', async () => {
    const file = log(lines);
    expect(await run([file])).toEqual(await run(['summary', file]));
  });

  test('fits 80 columns and 50 lines', async () => {
    const { stdout } = await run(['fixtures/demo.jsonl', '--color', 'never'], { columns: 80 });
    const shown = stdout.split('\n');
    expect(Math.max(...shown.map((one) => one.length))).toBeLessThanOrEqual(80);
    expect(shown.length).toBeLessThanOrEqual(50);
  });
});

describe('what is not there', () => {
  const unknown = ['spend', 'errors', 'cache hits', 'lost to cache misses', 'above the usual'];

  test('an empty log has no dollars and no shares, rather than zeros', async () => {
    const found = await screen([]);
    for (const measure of unknown) expect(line(found, measure)).toMatchObject({ value: null });
    expect(line(found, 'model calls')).toMatchObject({ value: 0, detail: 'in 0 traces' });
    expect(line(found, 'trust')).toMatchObject({ value: 'doubtful', detail: 'no record was read' });
    expect([found.models, found.features, found.traces]).toEqual([[], [], []]);
  });

  test('a window without a call says so, and where the log is', async () => {
    const { code, stdout, stderr } = await run(['summary', '-w', '2026-12-01', log(lines)]);
    expect(code).toBe(0);
    expect(stdout).toContain('in 0 traces');
    expect(stderr).toContain('nothing in this window: the log holds 5 spans from 2026-11-02 12:00');
  });

  test('calls that name no trace are in none', async () => {
    const { stdout } = await run(['summary', log([{ model: 'gpt-4o', input_tokens: 10, output_tokens: 5 }])]);
    expect(stdout).toContain('none names its trace');
  });

  test('one trace has no trend and no past', async () => {
    const found = await screen(lines.slice(0, 1));
    expect(line(found, 'spend')).toMatchObject({ value: 0.03, detail: '2026-11-02' });
    expect(line(found, 'model calls')).toMatchObject({ value: 1, detail: 'in 1 trace' });
    expect(line(found, 'above the usual')).toMatchObject({
      value: null,
      detail: 'nothing has a past to be judged by',
    });
  });

  test('calls without a price are not free', async () => {
    const unpriced = lines.map((one) => ({ ...one, model: 'house-model', cost_usd: null }));
    const found = await screen(unpriced);
    expect(line(found, 'spend')).toMatchObject({ value: null });
    expect(found.totals).toMatchObject({ cost_usd: null, unpriced_calls: 5 });
    expect(line(found, 'trust')?.['value']).toBe('doubtful');
    const { stderr } = await run(['summary', log(unpriced)]);
    expect(stderr).toContain('5 calls without a price');
  });

  test('a steady log has nothing above the usual: $0, which is known', async () => {
    const steady = Array.from({ length: 9 * 48 }, (_, index) => ({
      ...call({ trace: `t${index}`, day: 1 }),
      timestamp: new Date(Date.UTC(2026, 10, 1, 0, 30 * index)).toISOString(),
    }));
    expect(line(await screen(steady), 'above the usual')).toMatchObject({
      value: 0,
      detail: 'nothing is far above its past',
    });
  });
});
