import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import Ajv from 'ajv';
import { describe, expect, test } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import { z } from 'zod';
import { log, run } from './run.ts';

/** The formats for CI, held to what those who read them demand. */

const call = (fields: object) => ({
  ...{
    trace_id: 't',
    span_id: 's',
    timestamp: '2026-11-02T12:00:00Z',
    kind: 'llm',
    model: 'claude-sonnet-4-5',
  },
  ...{ input_tokens: 1000, output_tokens: 100, cost_usd: 0.01, ...fields },
});

/** An id that would break each of the formats if it were not escaped. */
const hostile = 'a<b>&"c\' %0A::error::\u001b[31m\nd';
const lines = [call({ trace_id: hostile, span_id: hostile })];
const rules = [
  'max-trace-cost=0.001',
  'max-llm-calls=5',
  'max-p95-ms=1',
  'budget=0.011/month',
  'budget-warn=50%',
];
const argv = (format: string) => [
  ...['check', '-q', '-f', format, '--now', '2026-12-01', ...rules.flatMap((rule) => ['--rule', rule])],
  log(lines, 'run.jsonl'),
];

/** SARIF 2.1.0 (OASIS Standard), as far as its schema constrains what we write; and what GitHub code scanning asks for beyond it. */
const text = z.strictObject({ text: z.string().min(1) });
const sarif = z.strictObject({
  $schema: z.url(),
  version: z.literal('2.1.0'),
  runs: z.array(
    z.strictObject({
      tool: z.strictObject({
        driver: z.strictObject({
          name: z.string().min(1),
          version: z.string(),
          rules: z.array(z.strictObject({ id: z.string().min(1), shortDescription: text })),
        }),
      }),
      results: z.array(
        z
          .strictObject({
            ruleId: z.string(),
            kind: z.enum(['notApplicable', 'pass', 'fail', 'review', 'open', 'informational']),
            level: z.enum(['none', 'note', 'warning', 'error']),
            message: text,
            locations: z
              .array(
                z.strictObject({
                  physicalLocation: z.strictObject({
                    artifactLocation: z.strictObject({ uri: z.string().regex(/^[^\s<>"{}|\\^`]+$/) }),
                    region: z.strictObject({ startLine: z.number().int().min(1) }),
                  }),
                }),
              )
              .min(1),
          })
          // §3.27.10: what did not fail has no level
          .refine(({ kind, level }) => kind === 'fail' || level === 'none'),
      ),
    }),
  ),
});

test('SARIF: every result of a declared rule, in the shape of the schema', async () => {
  const { code, stdout } = await run(argv('sarif'));
  expect(code).toBe(1);
  const [found] = sarif.parse(JSON.parse(stdout)).runs;
  const ids = found?.tool.driver.rules.map(({ id }) => id);
  expect(ids).toEqual(found?.results.map(({ ruleId }) => ruleId));
  expect(found?.results.map(({ ruleId, level }) => [ruleId, level])).toEqual([
    ['max-llm-calls', 'none'],
    ['max-trace-cost', 'error'],
    ['max-p95-ms', 'none'],
    ['budget', 'none'],
    ['budget-warn', 'warning'],
  ]);
});

describe('SARIF, by the schema that its authors publish', () => {
  const require = createRequire(import.meta.url);
  const ajv = new Ajv({ meta: false, schemaId: 'auto', unknownFormats: 'ignore' });
  ajv.addMetaSchema(require('ajv/lib/refs/json-schema-draft-04.json'));
  const isValid = ajv.compile(require('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json'));
  const problems = (text: string) => (isValid(JSON.parse(text)) ? [] : isValid.errors);

  test('is valid with failures, warnings, skipped and hostile names', async () => {
    expect(problems((await run(argv('sarif'))).stdout)).toEqual([]);
  });

  test('is valid where every rule holds, and where there is nothing to judge', async () => {
    const fine = await run(['check', '-f', 'sarif', '--rule', 'max-trace-cost=9', log(lines)]);
    expect({ code: fine.code, problems: problems(fine.stdout) }).toEqual({ code: 0, problems: [] });
    const empty = await run(['check', '-f', 'sarif', log([])]);
    expect({ code: empty.code, problems: problems(empty.stdout) }).toEqual({ code: 4, problems: [] });
  });

  test('the schema would tell', async () => {
    const { stdout } = await run(argv('sarif'));
    expect(problems(stdout.replace('"level": "error"', '"level": "bad"'))).not.toEqual([]);
  });
});

describe('JUnit', () => {
  const schema = readFileSync(new URL('junit.xsd', import.meta.url), 'utf8');

  async function problems(xml: string): Promise<string[]> {
    const { errors } = await validateXML({
      xml: [{ fileName: 'check.xml', contents: xml }],
      schema: [schema],
    });
    return errors.map(({ message }) => message);
  }

  test('is valid by its schema, counts what it holds, and escapes what a log says', async () => {
    const { code, stdout } = await run(argv('junit'));
    expect({ code, problems: await problems(stdout) }).toEqual({ code: 1, problems: [] });
    expect(stdout).toContain('tests="5" failures="1" errors="0" skipped="1"');
    expect(stdout.match(/<failure /g)).toHaveLength(1);
    expect(stdout.match(/<skipped /g)).toHaveLength(1);
    expect([...stdout].filter((character) => character < ' ' && character !== '\n')).toEqual([]);
  });

  test('is valid where every rule holds, and where there is nothing to judge', async () => {
    const fine = await run(['check', '-f', 'junit', '--rule', 'max-trace-cost=9', log(lines)]);
    expect({ code: fine.code, problems: await problems(fine.stdout) }).toEqual({ code: 0, problems: [] });
    const empty = await run(['check', '-f', 'junit', log([])]);
    expect({ code: empty.code, problems: await problems(empty.stdout) }).toEqual({ code: 4, problems: [] });
  });

  test('the schema would tell', async () => {
    const { stdout } = await run(argv('junit'));
    expect(await problems(stdout.replace('<failure type', '<failure kind'))).not.toEqual([]);
    expect(await problems(stdout.replace('&lt;b', '<b'))).not.toEqual([]);
  });
});

describe('annotations for GitHub', () => {
  test('are one line for each rule, and no log can write one of its own', async () => {
    const { code, stdout } = await run(argv('github'));
    expect(code).toBe(1);
    const lines = stdout.trimEnd().split('\n');
    expect(lines.map((one) => one.split(/[ :]+/).filter(Boolean)[0])).toEqual([
      'ok',
      'error',
      'notice',
      'ok',
      'warning',
    ]);
    expect(lines[1]).toMatch(
      /^::error title=llmtrace max-trace-cost::\$0\.01, limit \$0\.001: .*%250A::error::/,
    );
  });

  test('are of check alone', async () => {
    const { code, stderr } = await run(['top', '-f', 'github', log(lines)]);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: 'llmtrace: --format: github: llmtrace top has no verdicts to print so (llmtrace check has)\n',
    });
  });
});
