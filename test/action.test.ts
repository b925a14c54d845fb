import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { execa } from 'execa';
import { beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { folder, log, root } from './run.ts';

/** The composite action: its own script, run by bash with the variables that a runner would set. */

type Step = {
  readonly name?: string;
  readonly uses?: string;
  readonly shell?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly 'working-directory'?: string;
};
type Action = {
  readonly inputs: Readonly<Record<string, { readonly required?: boolean; readonly default?: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
};

const action = parse(readFileSync(path.join(root, 'action.yml'), 'utf8')) as Action;
const script = action.runs.steps.find(({ name }) => name === 'Check');

const call = (trace: string, cost_usd: number) => ({
  ...{ trace_id: trace, span_id: trace, timestamp: '2026-11-02T12:00:00Z', kind: 'llm' },
  ...{ model: 'claude-sonnet-4-5', input_tokens: 1000, output_tokens: 100, cost_usd },
});
const cheap = Array.from({ length: 8 }, (_, index) => call(`t${index}`, 0.01 + index / 1000));

/** `${{ inputs.logs }}` and `${{ github.action_path }}` as a runner fills them in. */
function filled(text: string, given: Readonly<Record<string, string>>): string {
  return text.replace(/\$\{\{\s*([\w.-]+)\s*\}\}/g, (_, name: string) => {
    if (name === 'github.action_path') return root;
    const key = name.replace('inputs.', '');
    return given[key] ?? action.inputs[key]?.default ?? '';
  });
}

async function act(given: Readonly<Record<string, string>>, cwd = folder()) {
  const env = Object.entries(script?.env ?? {}).map(([name, text]) => [name, filled(text, given)]);
  const summary = path.join(folder(), 'summary.md');
  // As a runner calls bash: it ends at the first failure.
  const { exitCode, stdout, stderr } = await execa(
    'bash',
    ['--noprofile', '--norc', '-e', '-o', 'pipefail', '-c', script?.run ?? ''],
    { cwd, env: { ...Object.fromEntries(env), GITHUB_STEP_SUMMARY: summary, HOME: cwd }, reject: false },
  );
  return { exitCode, stdout, stderr, summary, cwd };
}

// The action runs what `npm ci` builds.
beforeAll(() => {
  if (!existsSync(path.join(root, 'dist/main.js'))) throw new Error('not built yet: npm run build');
});

describe('the action', () => {
  test('is a composite whose steps name a shell, and whose inputs are all used', () => {
    expect(action.runs.using).toBe('composite');
    for (const step of action.runs.steps) expect(step.uses ?? step.shell).toBeDefined();
    const text = JSON.stringify(action.runs.steps);
    for (const input of Object.keys(action.inputs)) expect(text).toContain(`inputs.${input} `);
    // What somebody else wrote into an input is a variable, never a part of the script.
    expect(script?.run).not.toContain('${{');
  });

  test('passes with the guardrails where nothing is given but logs, and writes the summary', async () => {
    const { exitCode, stdout, summary } = await act({ logs: log(cheap) });
    expect({ exitCode, lines: stdout.split('\n').length }).toEqual({ exitCode: 0, lines: 5 });
    expect(readFileSync(summary, 'utf8')).toContain('| max-trace-cost | ok |');
  });

  test('fails with an annotation for a rule that does not hold', async () => {
    const given = {
      logs: `${log(cheap)}\n${log(cheap)}\n`,
      rules: 'max-trace-cost=0.001\nmax-llm-calls=5\n',
    };
    const { exitCode, stdout } = await act(given);
    expect({ exitCode, error: stdout.includes('::error title=llmtrace max-trace-cost::') }).toEqual({
      exitCode: 1,
      error: true,
    });
    expect(stdout).toContain('ok max-llm-calls: ');
  });

  test('compares with a baseline of the repository', async () => {
    const cwd = folder();
    const bin = path.join(root, 'bin/llmtrace.js');
    await execa('node', [bin, 'check', '--save-baseline', 'base.json', log(cheap)], { cwd });
    const against = { against: 'base.json', 'max-increase': '25%' };
    expect((await act({ logs: log(cheap), ...against }, cwd)).exitCode).toBe(0);
    const dear = cheap.map((one) => ({ ...one, cost_usd: 2 * one.cost_usd }));
    expect((await act({ logs: log(dear), ...against }, cwd)).exitCode).toBe(1);
  });

  test('runs nothing of what an input says', async () => {
    const { exitCode, stderr, stdout } = await act({ logs: '$(touch stolen); `id`', rules: '' });
    expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: '' });
    expect(stderr).toContain('$(touch stolen); `id`');
  });
});
