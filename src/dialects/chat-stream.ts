import sql from './chat-stream.sql';
import type { Dialect } from './dialect.ts';
import macros from './json-macros.sql';
import { logsAny } from './keys.ts';
import { recordThat } from './recordThat.ts';
import { sessionsOf } from './sessionName.ts';
import { asksForTools } from './toolColumns.ts';

/** The chunks in which OpenAI's chat completions are streamed, by whoever speaks like them. */
export const chatStream: Dialect = {
  name: 'chat-stream',
  record: recordThat(
    (record) =>
      record['object'] === 'chat.completion.chunk' ||
      (record['object'] === '' && logsAny(record, 'prompt_filter_results')),
    'a chunk of a streamed chat completion',
  ),
  sql,
  macros: [macros],
  others: ['chunk', 'prompt filter'],
  isSequential: true,
  parameters: (_sample, wanted, _trust, names) => ({
    ...sessionsOf(names),
    with_tools: asksForTools(wanted),
  }),
};
