import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { answer, folder } from './run.ts';

/** Whatever happens to logs between imports, the file holds what one import of everything ever seen would hold. */

const scratch = folder();

type Step =
  | { readonly kind: 'append'; readonly log: number; readonly calls: readonly Call[] }
  | { readonly kind: 'rotate'; readonly log: number; readonly calls: readonly Call[] }
  | { readonly kind: 'replace'; readonly log: number; readonly calls: readonly Call[] }
  | { readonly kind: 'vanish'; readonly log: number };

type Call = {
  readonly id: number;
  readonly parent: number;
  readonly output: number;
  readonly user: boolean;
  readonly isLlm: boolean;
};

const call = fc.record({
  id: fc.nat(11),
  parent: fc.nat(11),
  output: fc.nat(3),
  user: fc.boolean(),
  isLlm: fc.boolean(),
});
const calls = fc.array(call, { minLength: 1, maxLength: 4 });
const logs = 2;
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('append' as const), log: fc.nat(logs - 1), calls }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('rotate' as const), log: fc.nat(logs - 1), calls }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('replace' as const), log: fc.nat(logs - 1), calls }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('vanish' as const), log: fc.nat(logs - 1) }) },
);

let clock = 0;

/** Three traces of four spans; the same span comes again, with another output, in this log or the other. */
function line({ id, parent, output, user, isLlm }: Call): string {
  clock += 1;
  const trace = id % 3;
  return `${JSON.stringify({
    ...{
      trace_id: `t${trace}`,
      span_id: `s${id}`,
      parent_span_id: parent % 3 === trace && parent !== id ? `s${parent}` : null,
    },
    ...{ timestamp: new Date(Date.UTC(2026, 10, 1) + clock * 1000).toISOString(), name: `step-${id}` },
    ...(isLlm
      ? { kind: 'llm', model: 'gpt-4o', input_tokens: 100 + id, output_tokens: output }
      : { kind: 'agent' }),
    ...(user ? { user_id: `u${trace}` } : {}),
  })}\n`;
}

/** Logs on the disk, and beside them everything that a database has to remember: what each log held when it went. */
class History {
  readonly folder = mkdtempSync(path.join(scratch, 'history-'));
  readonly remembered: string[] = [];
  #tick = 0;

  path(log: number): string {
    return path.join(this.folder, `app${log}.jsonl`);
  }

  apply(step: Step): void {
    const log = this.path(step.log);
    const text = step.kind === 'vanish' ? '' : step.calls.map(line).join('');
    if (step.kind === 'append') appendFileSync(log, text);
    if (step.kind === 'replace' && existsSync(log)) {
      const [first = ''] = readFileSync(log, 'utf8').split('\n');
      writeFileSync(log, `${first}\n${text}`);
    }
    if (step.kind === 'rotate' && existsSync(log)) {
      this.#remember(log);
      renameSync(log, `${log}.1`);
      writeFileSync(log, text);
    }
    if (step.kind === 'vanish' && existsSync(log)) this.#remember(log);
    if (step.kind === 'vanish') rmSync(log, { force: true });
    this.#tick += 1;
    if (existsSync(log)) utimesSync(log, this.#tick, this.#tick);
  }

  #remember(log: string): void {
    const kept = path.join(this.folder, `kept-${this.remembered.length}-${path.basename(log)}`);
    writeFileSync(kept, readFileSync(log));
    this.remembered.push(kept);
  }

  present(): string[] {
    return Array.from({ length: logs }, (_, log) => this.path(log)).filter((log) => existsSync(log));
  }
}

const query = `SELECT span_id, parent_span_id, name, stage, user_id, usage_role, started_at, input_tokens, output_tokens, cost_usd, is_call
  FROM span ORDER BY ALL`;

test('any history of appended, rotated, replaced and vanished logs', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
      const history = new History();
      const db = path.join(history.folder, 't.duckdb');
      for (const step of steps) {
        history.apply(step);
        if (history.present().length > 0) await answer(['import', ...history.present(), '--db', db]);
      }
      if (!existsSync(db)) return;
      const everything = [...history.present(), ...history.remembered];
      const [kept, read] = [
        await answer(['sql', query, '--db', db]),
        await answer(['sql', query, ...everything]),
      ];
      expect(kept.rows).toEqual(read.rows);
      const totals = async (...of: string[]) => (await answer(['doctor', ...of])).totals;
      expect(await totals('--db', db)).toEqual(await totals(...everything));
      rmSync(history.folder, { recursive: true });
    }),
    { numRuns: 3, seed: 11 },
  );
}, 300_000);
