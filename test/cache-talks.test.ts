import { describe, expect, test } from 'vitest';
import { causesOf, misses } from './cacheLog.ts';

/** Conversations that neither a session nor a trace tells apart: each call is a trace of its own. */

const start = Date.parse('2026-11-02T09:00:00Z');

type Turn = { readonly talk: string; readonly turn: number; readonly read: number; readonly system?: string };

/** 4,000 tokens and 1,000 more with each turn; what was not read was written. */
function requests(turns: readonly Turn[], more: object = {}): object[] {
  return turns.map(({ talk, turn, read, system = 'house rules' }, index) => ({
    ...{
      trace_id: `trace-${index}`,
      span_id: `${talk}.${turn}`,
      kind: 'llm',
      name: 'chat',
      provider: 'anthropic',
    },
    ...{
      model: 'claude-sonnet-4-5',
      started_at: new Date(start + index * 10_000).toISOString(),
      output_tokens: 9,
    },
    ...{
      uncached_input_tokens: 0,
      cache_read_tokens: read,
      cache_write_5m_tokens: 4_000 + 1_000 * turn - read,
    },
    ...{ system, messages: saidUpTo(talk, turn), ...more },
  }));
}

function saidUpTo(talk: string, turn: number): object[] {
  return Array.from({ length: 2 * turn + 1 }, (_, place) => ({
    role: place % 2 ? 'assistant' : 'user',
    content: `${talk}, ${place}`,
  }));
}

const left = (turn: number) => (turn === 0 ? 0 : 3_000 + 1_000 * turn);
const all = (talk: string, turn: number): Turn => ({ talk, turn, read: left(turn) });

describe('calls that share no session and no trace', () => {
  const woven = [0, 1, 2, 3].flatMap((turn) => ['a', 'b', 'c'].map((talk) => all(talk, turn)));

  test('are followed by their messages, however they are woven together', async () => {
    expect(await causesOf(requests(woven))).toEqual({
      'a.0': 'cold_start',
      'b.0': 'cold_start',
      'c.0': 'cold_start',
    });
  });

  test('are one conversation though the system prompt has changed, and that is a miss', async () => {
    const broken = woven.map((each) =>
      each.talk === 'b' && each.turn === 2 ? { ...each, read: 0, system: 'house rules of today' } : each,
    );
    const found = await misses(requests(broken));
    expect(found.get('b.2')).toMatchObject({
      cause: 'system_changed',
      expected_tokens: 5_000,
      avoidable: true,
    });
  });

  test('are none when one asks the very same again, or something else', async () => {
    const once = [all('a', 0), all('a', 0), all('b', 0)].map((each, index) => ({
      ...each,
      talk: index < 2 ? 'a' : 'b',
    }));
    const records = requests(once).map((record, index) => ({ ...record, span_id: `s${index}` }));
    expect(await causesOf(records)).toEqual({ s0: 'cold_start', s1: 'cold_start', s2: 'cold_start' });
  });

  test('of another agent are another conversation', async () => {
    const records = requests([all('a', 0), all('a', 1)]).map((record, index) => ({
      ...record,
      agent: `agent-${index}`,
    }));
    expect(await causesOf(records)).toEqual({ 'a.0': 'cold_start', 'a.1': 'cold_start' });
  });
});
