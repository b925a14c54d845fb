// How long does llmtrace take, beside raw DuckDB for the same work? npm run bench [-- records …]
// Makes its logs once (the same bytes everywhere), runs each pair A B A B …, and prints medians, ratios and the growth with size.
import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { records } from './log.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const bin = path.join(root, 'bin/llmtrace.js');
const raw = path.join(root, 'test/bench/raw.mjs');
const folder = path.join(tmpdir(), 'llmtrace-bench');
mkdirSync(folder, { recursive: true });

const sizes = process.argv.slice(2).map(Number);
if (sizes.some((size) => !(size >= 1000)))
  throw new Error('npm run bench [-- records …], as in npm run bench -- 100000 1000000');

/** A log of so many records, made once. */
function logOf(count) {
  const file = path.join(folder, `${count}.jsonl`);
  if (existsSync(file)) return file;
  const log = openSync(`${file}.part`, 'w');
  let lines = [];
  for (const record of records(count)) {
    if (lines.push(JSON.stringify(record)) < 5000) continue;
    writeSync(log, `${lines.join('\n')}\n`);
    lines = [];
  }
  if (lines.length > 0) writeSync(log, `${lines.join('\n')}\n`);
  closeSync(log);
  renameSync(`${file}.part`, file);
  return file;
}

/** Seconds from start to end, as a user waits. */
function seconds(args) {
  const started = process.hrtime.bigint();
  const { status, stderr } = spawnSync(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  if (status !== 0) throw new Error(`exit ${status}: ${args.join(' ')}\n${stderr}`);
  return Number(process.hrtime.bigint() - started) / 1e9;
}

const median = (list) => [...list].sort((one, other) => one - other)[list.length >> 1];

/** The median time of ours, of DuckDB's, and of their ratios; the first pair warms up. */
function compare(ours, theirs, runs = 3) {
  const pairs = Array.from({ length: runs + 1 }, () => [ours(), theirs()]).slice(1);
  return {
    ours: median(pairs.map(([one]) => one)),
    theirs: median(pairs.map(([, other]) => other)),
    ratio: median(pairs.map(([one, other]) => one / other)),
  };
}

const llmtrace = (...args) => seconds([bin, ...args, '-f', 'json']);
const duckdb = (question, ...files) => seconds([raw, question, ...files]);

/** Appends the hundredth of a log to a copy of it that is in a database; how long that database takes to take it in. */
function appended(log, count) {
  const [grown, db] = [path.join(folder, 'grown.jsonl'), path.join(folder, 'grown.duckdb')];
  for (const left of [db, grown]) rmSync(left, { force: true });
  copyFileSync(log, grown);
  seconds([bin, 'import', grown, '--db', db]);
  const more = [...records(Math.ceil(count / 100), 'more')];
  appendFileSync(grown, `${more.map((record) => JSON.stringify(record)).join('\n')}\n`);
  return llmtrace('import', grown, '--db', db);
}

function measure(count) {
  const log = logOf(count);
  const [db, table] = [path.join(folder, 'bench.duckdb'), path.join(folder, 'raw.duckdb')];
  const fresh = (file, work) => () => {
    rmSync(file, { force: true });
    return work();
  };
  const imported = compare(
    fresh(db, () => llmtrace('import', log, '--db', db)),
    fresh(table, () => duckdb('import', log, table)),
  );
  return {
    bytes: statSync(log).size,
    rows: {
      top: compare(
        () => llmtrace('top', log),
        () => duckdb('top', log),
      ),
      'top --group feature,model': compare(
        () => llmtrace('top', '--group', 'feature,model', log),
        () => duckdb('group', log),
      ),
      import: imported,
      'import, 1 % appended': { ours: appended(log, count), theirs: imported.ours },
      'top, from the database': compare(
        () => llmtrace('top', '--db', db),
        () => duckdb('kept', table),
      ),
    },
  };
}

for (const count of sizes.length > 0 ? sizes : [100_000, 1_000_000]) {
  const { bytes, rows } = measure(count);
  process.stdout.write(`\n${count.toLocaleString('en')} records, ${Math.round(bytes / 1e6)} MB\n`);
  for (const [name, { ours, theirs, ratio = ours / theirs }] of Object.entries(rows))
    process.stdout.write(
      `  ${name.padEnd(28)} ${ours.toFixed(2).padStart(7)} s  ${theirs.toFixed(2).padStart(7)} s  × ${ratio.toFixed(2)}\n`,
    );
}
process.stdout.write(
  '\nours, raw DuckDB (of what was appended: the whole import), ratio; medians of 3 after a first run\n',
);
