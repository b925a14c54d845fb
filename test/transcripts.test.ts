import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { analyses } from '../src/analyses/all.ts';
import { groupNames } from '../src/analyses/dimensions.ts';
import { topAnalysis } from '../src/analyses/top.ts';
import { windowForms } from '../src/time/forms.ts';
import { type Case, nameOf, settingOf, transcript } from './transcript.ts';

const demo = 'fixtures/demo.jsonl';
const broken = 'fixtures/broken';
const weeks = '2026-11-02..2026-11-08 2026-11-09..2026-11-15';
const orders = topAnalysis.options.find(({ key }) => key === 'by')?.choices ?? [];
const groups = [
  ...groupNames.filter((name) => !name.includes('<')),
  ...['attr:customer_id', 'attr:flag.live_clock', 'tag:team', 'feature,model', 'day,feature'],
];
const windows = windowForms.flatMap(({ form, example }) =>
  /[A-Z]/.test(form) ? [example, ...(form.startsWith('DAY..') ? ['..2026-11-03'] : [])] : form.split(' '),
);

const flat = (record: object) => `${JSON.stringify(record)}\n`;
const house = flat({ trace_id: 't1', model: 'house-model', input_tokens: 1000, output_tokens: 100 });
const known = flat({ trace_id: 't2', model: 'gpt-4o', input_tokens: 1000, output_tokens: 100 });

/** Ten days of twelve calls; those of the second week cost twice as much, one of them fails, one has no price, and one run got stuck. */
const gated = [
  ...Array.from({ length: 120 }, (_, index) => ({
    ...{ trace_id: `t${index}`, span_id: `s${index}`, kind: 'llm', feature: 'chat' },
    timestamp: new Date(Date.UTC(2026, 10, 2 + Math.floor(index / 12), 6 + (index % 12))).toISOString(),
    ...{ model: 'claude-sonnet-4-5', uncached_input_tokens: 600, cache_read_tokens: 400, output_tokens: 100 },
    ...{ latency_ms: 900, ttft_ms: 300, temperature: 0.5, status: index === 100 ? 'error' : 'ok' },
    cost_usd: index === 119 ? 1 : index < 84 ? 0.01 : 0.02,
  })),
  {
    trace_id: 'u',
    span_id: 'u',
    kind: 'llm',
    model: 'house-model',
    feature: 'u',
    timestamp: '2026-11-10T05:00:00Z',
    input_tokens: 9,
  },
  ...Array.from({ length: 8 }, (_, index) => [
    {
      trace_id: 'stuck',
      span_id: `a${index}`,
      kind: 'llm',
      model: 'claude-sonnet-4-5',
      feature: 'agent',
      cost_usd: 0.01,
      input_tokens: 900,
      output_tokens: 9,
      timestamp: `2026-11-10T0${index}:10:00Z`,
    },
    {
      trace_id: 'stuck',
      span_id: `b${index}`,
      kind: 'tool',
      tool: 'search',
      arguments: { id: 7 },
      output: 'nothing',
      timestamp: `2026-11-10T0${index}:20:00Z`,
    },
  ]).flat(),
]
  .map(flat)
  .join('');
const holding = {
  ...{
    'max-llm-calls': 10,
    'max-same-tool': 10,
    'max-trace-cost': 2,
    'max-span-cost': 2,
    'max-trace-input-tokens': 50_000,
  },
  ...{
    'max-error-rate': '5%',
    'max-p95-ms': 1000,
    'max-ttft-p95-ms': 1000,
    budget: '200/month',
    'budget-warn': '80%',
  },
  ...{
    'max-spend-vs-forecast': '50x',
    'max-context-fill': '80%',
    'max-temperature': 0.7,
    'max-unpriced': '5%',
  },
  ...{ 'max-loop-waste': 1, 'max-anomaly-excess': 5, 'min-cache-hit-ratio': '20%', 'max-increase': '900%' },
};
const breaking = {
  ...{
    'max-llm-calls': 5,
    'max-same-tool': 3,
    'max-trace-cost': 0.5,
    'max-span-cost': 0.5,
    'max-trace-input-tokens': 5000,
  },
  ...{
    'max-error-rate': '1%',
    'max-p95-ms': 500,
    'max-ttft-p95-ms': 200,
    budget: '1/month',
    'budget-warn': '50%',
  },
  ...{
    'max-spend-vs-forecast': '1.5x',
    'max-context-fill': '0.1%',
    'max-temperature': 0.2,
    'max-unpriced': '0%',
  },
  ...{
    'max-loop-waste': 0.01,
    'max-anomaly-excess': 0.5,
    'min-cache-hit-ratio': '50%',
    'max-increase': '25%',
  },
};
const gate = (note: string, check: object, calls = gated) => ({
  line: 'llmtrace check --now latest --window 2026-11-09.. --against prev calls.jsonl',
  files: { 'llmtrace.json': JSON.stringify({ check }), 'calls.jsonl': calls },
  note,
});

const topics: Readonly<Record<string, readonly Case[]>> = {
  'the program': [
    'llmtrace',
    'llmtrace --help',
    'llmtrace help top',
    ...analyses.map(({ name }) => `llmtrace ${name} --help`),
    'llmtrace toop',
    'llmtrace --no-such-option',
    ...analyses.flatMap(({ examples }) => examples),
  ],
  'top, sorted by each measure': orders.map((order) => `llmtrace top --by ${order} -n 5 ${demo}`),
  'top, by each group': groups.map((group) => `llmtrace top --group ${group} -n 6 ${demo}`),
  'diff, of the two weeks of the demo': [
    { line: `llmtrace diff ${weeks} ${demo}`, columns: 80, note: 'at 80 columns' },
    `llmtrace diff ${weeks} -f markdown ${demo}`,
    `llmtrace diff ${weeks} -f csv --columns key,status,delta_usd,significant ${demo}`,
    ...['name', 'feature', 'model', 'user', 'attr:customer_id'].map((group) => ({
      line: `llmtrace diff ${weeks} --group ${group} ${demo}`,
      columns: 100,
    })),
    ...['trace', 'day', 'call'].map((per) => `llmtrace diff ${weeks} --per ${per} ${demo}`),
    `llmtrace diff ${weeks} --fail-on "cost_per_trace>+25%" --fail-on "error_rate>5%" ${demo}`,
  ],
  'diff, of other sides': [
    `llmtrace diff lastweek thisweek --now 2026-11-11T12:00Z ${demo}`,
    `llmtrace diff lastweek thisweek --now 2026-11-11T12:00Z --align none ${demo}`,
    `llmtrace diff ..2026-11-09 2026-11-10.. ${demo}`,
    `llmtrace diff prev 2026-11-10 --where "feature = 'chat'" ${demo}`,
    `llmtrace diff ${demo} ${demo}`,
    `llmtrace diff 2026-11-02 2027-11-02 ${demo}`,
    `llmtrace diff 2026-11-02 2027-11-02 --on-empty pass -q ${demo}`,
    `llmtrace diff lastweak thisweek ${demo}`,
    `llmtrace diff base.jsonl ${demo}`,
    `llmtrace diff prev ${demo}`,
  ],
  'check, of every rule': [
    gate('where each holds', holding),
    gate('where none holds', breaking),
    gate('where there is nothing', holding, ''),
    `llmtrace check --rule max-temperature ${demo}`,
    `llmtrace summary --window 2027-11-02 ${demo}`,
  ],
  'windows of every form': [
    ...[...new Set(windows)].map(
      (window) => `llmtrace top --group day -w ${window} --now 2026-11-13T12:00Z ${demo}`,
    ),
    `llmtrace top --group feature --since 2026-11-10T09:40Z --until 2026-11-11 ${demo}`,
    `llmtrace top --group day --window 7d --now latest ${demo}`,
    `llmtrace top --group day --window thisweek --week-start sun --now 2026-11-13 ${demo}`,
    `llmtrace top --group day --window yesterday --tz America/Los_Angeles --now 2026-11-13T12:00Z ${demo}`,
    `llmtrace top --window lastwek ${demo}`,
    `llmtrace top --window 2026-13 ${demo}`,
    `llmtrace top --window 2026-11-07..2026-11-01 ${demo}`,
    `llmtrace top --window 7d --since 2026-11-01 ${demo}`,
    `llmtrace top --now yesterday ${demo}`,
    `llmtrace top --tz Berlin ${demo}`,
    `llmtrace top --window 2025-01 ${demo}`,
  ],
  filters: [
    `llmtrace top --group feature --where "input_tokens > 8000" ${demo}`,
    `llmtrace top --group name --where "status = 'error'" --where "feature = 'chat'" ${demo}`,
    `llmtrace top --group feature --model 'claude-*' ${demo}`,
    `llmtrace top --group day --user user-31 --feature rag-answer ${demo}`,
    `llmtrace top --group session --session 'session-00*' -n 3 ${demo}`,
    `llmtrace top --group tool --tool search_orders ${demo}`,
    `llmtrace top --group name --name respond --name route --env production ${demo}`,
    `llmtrace top --model no-such-model ${demo}`,
    `llmtrace top --where "no_such_column > 1" ${demo}`,
    `llmtrace top --where "1 = 1; DROP TABLE span" ${demo}`,
    `llmtrace top --where "model = " ${demo}`,
    `llmtrace top --where "(SELECT count(*) FROM read_text('LICENSE')) > 0" ${demo}`,
  ],
  loops: [
    { line: `llmtrace loops ${demo}`, columns: 80, note: 'on 80 columns' },
    `llmtrace loops --columns trace_id,kind,tools,period,repeats,wasted_usd,wasted_tokens,first_at,last_at ${demo}`,
    `llmtrace loops --fail-on "wasted_usd>0.5" --where "feature = 'chat'" ${demo}`,
    `llmtrace loops --min-usd 5 ${demo}`,
    `llmtrace loops --guardrails max-calls=5 ${demo}`,
    `llmtrace loops --feature rag-answer -f markdown ${demo}`,
  ],
  formats: [
    ...['table', 'json', 'jsonl', 'csv', 'tsv', 'markdown'].map(
      (format) => `llmtrace top --group feature -f ${format} ${demo}`,
    ),
    `llmtrace top -f yaml ${demo}`,
    `llmtrace top -n 3 --columns trace_id,cost_usd,uncached_input_tokens ${demo}`,
    `llmtrace top --columns trace_id,costs ${demo}`,
    `llmtrace top --all --group model --cumulative ${demo}`,
    `llmtrace top -n 3 --no-header ${demo}`,
    `llmtrace top -n 3 --no-header -f csv ${demo}`,
    `llmtrace top -n 0 ${demo}`,
    `llmtrace top -n ten ${demo}`,
    { line: `llmtrace top -n 5 ${demo}`, columns: 80, note: 'on 80 columns' },
    { line: `llmtrace top -n 5 ${demo}`, columns: 140, note: 'on 140 columns' },
    { line: `llmtrace top -n 5 ${demo}`, columns: 40, note: 'on 40 columns' },
    `llmtrace top -n 2 --group feature --color always ${demo}`,
    `llmtrace top -n 2 --group feature -o no-such-folder/report.txt ${demo}`,
    `llmtrace top --by costs ${demo}`,
    `llmtrace top --group modell ${demo}`,
    `llmtrace top --group feature,model,day ${demo}`,
    `llmtrace top --limits 3 ${demo}`,
    `llmtrace top --max-rejected 5 ${demo}`,
    `llmtrace top --memory lots ${demo}`,
  ],
  cost: [
    'llmtrace top --cost reported fixtures/flat.jsonl',
    'llmtrace top --cost computed fixtures/flat.jsonl',
    `llmtrace top --group model --prices-as-of 2026-01-01 ${demo}`,
    { line: 'llmtrace top log.jsonl', files: { 'log.jsonl': house + known }, note: 'unpriced' },
    { line: 'llmtrace top --strict-prices log.jsonl', files: { 'log.jsonl': house + known } },
    {
      line: 'llmtrace top --strict-prices --prices prices.json log.jsonl',
      files: {
        'prices.json': '[{"match": "house-*", "input": 2, "output": 8}]\n',
        'log.jsonl': house + known,
      },
    },
    {
      line: 'llmtrace top --prices prices.json log.jsonl',
      files: { 'prices.json': '[{"match": "house-*", "inptu": 2}]\n', 'log.jsonl': house },
    },
    `llmtrace top --prices no-such-file.json ${demo}`,
    `llmtrace top --prices-as-of soon ${demo}`,
    `llmtrace top --rollup root --group feature ${demo}`,
    `llmtrace top --rollup leaf --group feature ${demo}`,
  ],
  inputs: [
    'llmtrace top',
    'llmtrace top no-such-file.jsonl',
    'llmtrace top "no-such-*.jsonl"',
    'llmtrace top fixtures/flat.jsonl no-such-file.jsonl',
    'llmtrace top src/time',
    `llmtrace top ${broken}/empty.jsonl`,
    `llmtrace top ${broken}/text.log`,
    'llmtrace top LICENSE',
    `llmtrace top ${broken}/torn.jsonl`,
    `llmtrace top ${broken}/torn-amid.jsonl`,
    `llmtrace top --max-rejected 50% ${broken}/torn-amid.jsonl`,
    `llmtrace top ${broken}/truncated.jsonl.gz`,
    `llmtrace top ${broken}/damaged.jsonl.gz`,
    `llmtrace top ${broken}/whole.jsonl.gz`,
    `llmtrace top ${broken}/pretty.jsonl`,
    `llmtrace top ${broken}/array.json`,
    'llmtrace top --group session fixtures/claude-code',
    "llmtrace top --group name 'fixtures/flat*.jsonl'",
    'llmtrace top - < fixtures/flat.jsonl',
    'llmtrace top < fixtures/flat.jsonl',
    `llmtrace top < ${broken}/whole.jsonl.gz`,
    'LLMTRACE_LOGS=fixtures/flat.jsonl llmtrace top',
    'LLMTRACE_LOGS=no-such-folder llmtrace top',
    'LLMTRACE_WINDOW=someday llmtrace top fixtures/flat.jsonl',
    'llmtrace top --format-in otlp fixtures/flat.jsonl',
    'llmtrace top --format-in oltp fixtures/flat.jsonl',
    {
      line: 'llmtrace top -f json mixed.jsonl',
      files: {
        'mixed.jsonl': [
          known,
          flat({
            ...{ type: 'assistant', sessionId: 's1', uuid: 'u1', timestamp: '2026-11-02T10:00:00Z' },
            ...{ requestId: 'r1', parentUuid: null },
            message: {
              ...{ id: 'm1', role: 'assistant', model: 'claude-haiku-4-5' },
              usage: { input_tokens: 10, output_tokens: 20 },
            },
          }),
          flat({ event: 'started', port: 8080 }),
        ].join(''),
      },
    },
    {
      line: 'llmtrace top --map input_tokens=usage.tokens_in --map output_tokens=usage.tokens_out log.jsonl',
      files: {
        'log.jsonl': flat({ trace_id: 't1', model: 'gpt-4o', usage: { tokens_in: 1000, tokens_out: 100 } }),
      },
    },
    {
      line: 'llmtrace top --map input_token=usage.tokens_in log.jsonl',
      files: { 'log.jsonl': known },
    },
    {
      line: 'llmtrace top',
      files: { 'llmtrace.json': '{"logs": "log.jsonl", "tz": "Europe/Berlin"}\n', 'log.jsonl': known },
      note: 'with a config',
    },
    {
      line: 'llmtrace top',
      files: { 'llmtrace.json': '{"logz": "log.jsonl"}\n' },
      note: 'with a wrong key in the config',
    },
    {
      line: 'llmtrace top',
      files: { 'llmtrace.json': '{"logs": "log.jsonl",\n "tz": }\n' },
      note: 'with a config that is no JSON',
    },
    {
      line: 'llmtrace top',
      files: { 'llmtrace.json': '{"logs": "gone.jsonl"}\n' },
      note: 'logs of the config are gone',
    },
  ],
  show: [
    `llmtrace show chat-001 ${demo}`,
    'llmtrace show 5b8e fixtures/otlp.jsonl',
    `llmtrace show chat-150 -n 12 ${demo}`,
    `llmtrace show chat-150 --critical-path -n 5 ${demo}`,
    `llmtrace show chat-150.03 ${demo}`,
    `llmtrace show rag-001 -f json ${demo}`,
    `llmtrace show rag-001 -f csv ${demo}`,
    `llmtrace show chat-15 ${demo}`,
    `llmtrace show no-such-trace ${demo}`,
    `llmtrace show ${demo}`,
    { line: `llmtrace show chat-001 ${demo}`, columns: 80, note: 'on 80 columns' },
    'llmtrace show int-1 fixtures/flat-run.jsonl',
  ],
  cache: [
    `llmtrace cache ${demo}`,
    `llmtrace cache --group model,name ${demo}`,
    `llmtrace cache -w 2026-11-02..2026-11-08 ${demo}`,
    `llmtrace cache -f json ${demo}`,
    `llmtrace cache -f markdown ${demo}`,
    { line: `llmtrace cache ${demo}`, columns: 80, note: 'on 80 columns' },
    { line: `llmtrace cache --list -n 4 ${demo}`, columns: 80, note: 'on 80 columns' },
    `llmtrace cache --list -n 3 -f json ${demo}`,
    `llmtrace cache --list --name reflect -n 3 ${demo}`,
    'llmtrace cache --group model fixtures/claude-code',
    'llmtrace cache --list --all fixtures/claude-code',
    'llmtrace cache fixtures/flat-openai.jsonl',
    `llmtrace cache ${broken}/empty.jsonl`,
    `llmtrace cache --group nothing ${demo}`,
  ],
  doctor: [
    `llmtrace doctor ${demo}`,
    `llmtrace doctor -f json ${demo}`,
    'llmtrace doctor fixtures/claude-code',
    'llmtrace doctor fixtures/flat-openai.jsonl',
    `llmtrace doctor ${broken}/torn-amid.jsonl`,
    `llmtrace doctor ${broken}/empty.jsonl`,
    `llmtrace doctor ${broken}/text.log`,
    'llmtrace doctor --config',
    {
      line: 'LLMTRACE_COST=computed llmtrace doctor --config --tz Asia/Tokyo',
      files: { 'llmtrace.json': '{"window": "7d"}\n' },
    },
  ],
  sql: [
    `llmtrace sql "SELECT feature, count(*) AS traces, sum(cost_usd) AS cost_usd FROM trace GROUP BY feature ORDER BY feature" -w 2026-11-10 ${demo}`,
    `llmtrace sql "SELECT name, started_at, latency_ms, error_type FROM tool_call WHERE is_error ORDER BY started_at" -n 3 ${demo}`,
    `llmtrace sql "SELECT model, input, output, cache_read FROM price ORDER BY model" -f csv ${demo}`,
    `llmtrace sql "SELECT 1 AS one, NULL AS nothing, 'a' AS text, [1, 2] AS list, 0.1::DOUBLE AS number" -f json ${demo}`,
    `llmtrace sql "SELECT modell FROM call" ${demo}`,
    `llmtrace sql "SELECT model FROM calls" ${demo}`,
    `llmtrace sql "SELEC model FROM call" ${demo}`,
    `llmtrace sql "DROP TABLE span" ${demo}`,
    `llmtrace sql "SELECT 1; SELECT 2" ${demo}`,
    `llmtrace sql "SELECT * FROM read_csv('LICENSE')" ${demo}`,
    `llmtrace sql "SELECT count(*) AS calls FROM call WHERE model = $model" ${demo}`,
    `llmtrace sql --recipe no-such-recipe ${demo}`,
    `llmtrace sql --recipe big-prompts --param token=1 ${demo}`,
    'llmtrace sql --file no-such-file.sql fixtures/flat.jsonl',
    'llmtrace sql',
  ],
  import: [
    'llmtrace import fixtures/claude-code fixtures/otlp.jsonl --db both.duckdb',
    'llmtrace import fixtures/otlp.jsonl --db both.duckdb -f json',
    'llmtrace top --group model --db both.duckdb',
    'llmtrace import fixtures/otlp.jsonl',
    'llmtrace top --no-import --db both.duckdb fixtures/flat.jsonl',
  ],
  prices: [
    "llmtrace prices list 'claude-haiku*' --now 2026-11-13",
    'llmtrace prices list --all -f csv --columns model no-such-model',
    'llmtrace prices explain claude-sonnet-4-5 --at 2026-11-10 --usage in=600,read=5200,write=150,out=210',
    'llmtrace prices explain claude-sonnet-4-5 --usage in=300000,out=1000 --at 2026-11-10',
    'llmtrace prices explain gpt-4o-2024-05-13',
    'llmtrace prices explain gpt-4o --service-tier batch --at 2026-11-10',
    'llmtrace prices explain no-such-model',
    'llmtrace prices explain gpt-4o --usage tokens=5',
    `llmtrace prices whatif --model claude-sonnet-4-5=claude-haiku-4-5 ${demo}`,
    `llmtrace prices whatif --model claude-sonnet-4-5=no-such-model ${demo}`,
    `llmtrace prices whatif --model claude-sonnet-4-5 ${demo}`,
    'llmtrace prices lst',
    'llmtrace prices',
  ],
};

const cases = [
  ...new Map(
    Object.values(topics)
      .flat()
      .map((given) => [nameOf(settingOf(given)), settingOf(given)]),
  ).values(),
];

describe.each(Object.entries(topics))('%s', (_, given) => {
  test.each(given.map(settingOf).map((setting) => [nameOf(setting), setting] as const))(
    '%s',
    async (name, setting) => {
      await expect(await transcript(setting)).toMatchFileSnapshot(`transcripts/${name}`);
    },
  );
});

describe('the transcripts', () => {
  test.each(analyses.map(({ name }) => name))('show what %s answers', (name) => {
    expect(
      cases.some(
        ({ line }) => line.includes(`llmtrace ${name} fixtures/`) || line.includes(`llmtrace ${name} `),
      ),
    ).toBe(true);
  });

  test('are those of the cases above and no others', () => {
    const names = new Set(cases.map(nameOf));
    const kept = readdirSync(new URL('transcripts', import.meta.url));
    expect(kept.filter((name) => !names.has(name))).toEqual([]);
  });
});
