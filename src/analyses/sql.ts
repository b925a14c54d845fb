import type { Option } from '../request/options.ts';
import type { Analysis } from './analysis.ts';
import { queryOf, recipeList } from './sql/query.ts';

const options: readonly Option[] = [
  {
    key: 'schema',
    flags: '--schema',
    type: 'flag',
    description: 'list the tables and their columns; needs no log',
  },
  { key: 'file', flags: '--file <file>', type: 'text', description: 'read the query from this file' },
  {
    key: 'recipe',
    flags: '--recipe [name]',
    type: 'text',
    preset: recipeList,
    description: 'a ready query; without a name: list them',
  },
  {
    key: 'param',
    flags: '--param <name=value>',
    type: 'list',
    description: 'the value of $name in the query; repeatable',
  },
  {
    key: 'limit',
    flags: '-n, --limit <rows>',
    type: 'count',
    description: 'at most so many rows (default: all, on a terminal 1000)',
  },
];

export const sqlAnalysis: Analysis = {
  name: 'sql',
  summary: 'anything else, over the priced, deduplicated tables',
  positionals: [
    {
      name: 'query',
      required: false,
      description: 'one SELECT over span, call, tool_call, trace and price',
      unless: ['schema', 'file', 'recipe'],
    },
  ],
  options,
  examples: [
    'llmtrace sql "SELECT model, count(*) AS calls, sum(cost_usd) AS cost_usd FROM call GROUP BY model" fixtures/demo.jsonl',
    "llmtrace sql 'SELECT trace_id, tool_errors, cost_usd FROM trace WHERE tool_errors >= $errors' --param errors=2 fixtures/demo.jsonl",
    'llmtrace sql --recipe big-prompts --param tokens=10000 fixtures/demo.jsonl',
    'llmtrace sql --recipe',
    'llmtrace sql --schema',
  ],
  readsLog: (own) => queryOf(own).kind === 'query',
  needs: async (own, _request, store) => {
    const query = queryOf(own);
    return query.kind === 'query' ? (await import('./sql/read.ts')).columnsOf(store, query) : [];
  },
  async answer(store, request, own) {
    const query = queryOf(own);
    if (query.kind === 'schema') return (await import('./sql/schema.ts')).schema(store, request);
    if (query.kind === 'recipes') return (await import('./sql/recipeList.ts')).recipeReport();
    return (await import('./sql/answer.ts')).answerQuery(store, request, query, own.options['limit']);
  },
};
