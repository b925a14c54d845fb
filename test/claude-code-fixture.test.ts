import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { claudeCode } from '../src/dialects/claude-code.ts';
import type { Row } from '../src/report/report.ts';
import { loggedFiles } from './logged.ts';

const project = path.join(import.meta.dirname, '../fixtures/claude-code/projects/-home-ada-webshop');
const session = '5f0c6a1e-2b7d-4c39-9a51-0d8e4f7b6c21';
const resumed = 'b81d7e40-6c3f-4f0a-8e92-7a5c1d2e3f46';
const files = [
  `${session}.jsonl`,
  `${resumed}.jsonl`,
  `${session}/subagents/agent-a7c1f02.jsonl`,
  `${session}/subagents/agent-aside_question-9d2.jsonl`,
].map((file) => path.join(project, file));

const pick = (rows: readonly Row[], ...keys: string[]) => rows.map((row) => keys.map((key) => row[key]));
const rank = (row: Row) => [Number(row['completeness']), Number(row['output_tokens'])] as const;

/** Whether a row is kept before the other copy of its call: the complete one, then the one with the most output. */
function beats(row: Row, other: Row): boolean {
  const [completeness, output] = rank(row);
  const [otherCompleteness, otherOutput] = rank(other);
  return completeness > otherCompleteness || (completeness === otherCompleteness && output > otherOutput);
}

/** One row per call, in the order of their ids. */
function kept(rows: readonly Row[]): Row[] {
  const best = new Map<string, Row>();
  for (const row of rows.filter((candidate) => candidate['record_type'] === 'span')) {
    const other = best.get(String(row['call_id']));
    if (other === undefined || beats(row, other)) best.set(String(row['call_id']), row);
  }
  return [...best.entries()].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, row]) => row);
}

let rows: Row[];
beforeAll(async () => {
  rows = await loggedFiles(claudeCode, files, { columns: new Set(['tool_name']), map: {} });
});

describe('transcripts of a session, its resumed copy and its sub-agents', () => {
  test('hold eight calls in sixteen rows, each counted once and in full', () => {
    const calls = kept(rows.filter((row) => row['kind'] === 'llm'));
    expect(rows.filter((row) => row['kind'] === 'llm')).toHaveLength(16);
    expect(
      pick(
        calls,
        'call_id',
        'agent',
        'request_id',
        'input_tokens',
        'cache_read_tokens',
        'cache_write_5m_tokens',
        'cache_write_1h_tokens',
        'output_tokens',
      ),
    ).toEqual([
      ['msg_01Basket', null, 'req_01Basket', 4, 0, 0, 12000, 260],
      ['msg_02Agent', null, 'req_02Agent', 2, 12000, 900, 0, 3],
      ['msg_03Grep', 'a683f63', 'req_03Grep', 3, 5000, 0, 7000, 88],
      ['msg_04Test', null, 'req_04Test', 1, 12900, 400, 0, 70],
      ['msg_05Done', null, null, 6, 0, null, null, 500],
      ['msg_06Resumed', null, 'req_06Resumed', 5, 12000, 300, 0, 140],
      ['msg_07Rules', 'a7c1f02', 'req_07Rules', 9, 0, 4000, 0, 41],
      ['msg_08Aside', 'aside_question-9d2', 'req_08Aside', 7, 13300, 0, 0, 30],
    ]);
  });

  test('keep what only some calls log: thinking, tier, a placeholder, writes without a split', () => {
    const calls = kept(rows.filter((row) => row['kind'] === 'llm'));
    expect(
      pick(
        calls.slice(1, 5),
        'cache_write_tokens',
        'reasoning_tokens',
        'service_tier',
        'is_output_placeholder',
      ),
    ).toEqual([
      [900, null, 'standard', true],
      [7000, null, 'standard', false],
      [400, null, 'standard', false],
      [2000, 120, 'priority', false],
    ]);
  });

  test('belong to the session, sub-agents included', () => {
    const sessions = kept(rows.filter((row) => row['kind'] === 'llm')).map((row) => row['trace_id']);
    expect(sessions.filter((trace) => trace === resumed)).toHaveLength(1);
    expect(sessions.filter((trace) => trace === session)).toHaveLength(7);
  });

  test('hold tool calls and their results', () => {
    expect(
      pick(kept(rows.filter((row) => row['kind'] === 'tool')), 'call_id', 'tool_name', 'parent_span_id'),
    ).toEqual([
      ['toolu_01Read', 'Read', null],
      ['toolu_02Task', 'Task', null],
      ['toolu_03Grep', 'Grep', 'toolu_02Task'],
      ['toolu_04Bash', 'Bash', null],
      ['toolu_07Glob', 'Glob', null],
    ]);
    const results = rows.filter((row) => row['record_type'] === 'tool_result' && row['trace_id'] === session);
    expect(pick(results, 'span_id', 'is_error').sort()).toEqual([
      ['toolu_01Read', false],
      ['toolu_02Task', false],
      ['toolu_03Grep', true],
      ['toolu_04Bash', true],
      ['toolu_07Glob', false],
    ]);
  });

  test('account for each of their 41 records once', () => {
    const first = rows.filter((row) => row['is_first']);
    const counts: Record<string, number> = {};
    for (const row of first)
      counts[String(row['record_type'])] = (counts[String(row['record_type'])] ?? 0) + 1;
    expect(counts).toEqual({
      span: 18, // 16 rows of calls, two API errors
      synthetic: 1,
      user: 11,
      progress: 3,
      system: 2,
      'file-history-snapshot': 1,
      'queue-operation': 1,
      'ai-title': 1,
      'last-prompt': 1,
      'permission-mode': 1,
      summary: 1,
    });
  });

  test('give no text of a prompt or an answer away', () => {
    expect(JSON.stringify(rows)).not.toMatch(/basket module|wrong total|Overloaded|discount tests/);
  });
});
