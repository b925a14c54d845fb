#!/usr/bin/env node
// Hands argv and the real streams to main, and its answer to the process; nothing else in llmtrace knows that processes exist.
import { main } from '../dist/main.js';

const interrupts = [];

// A reader that goes away (`llmtrace … | head`) is no error of ours; of standard error nobody can be told.
process.stderr.on('error', () => {});
process.stdout.on('error', ({ code, message }) => {
  if (code === 'EPIPE') return;
  for (const handler of interrupts) handler();
  const why = code === 'ENOSPC' ? 'the disk is full' : message;
  process.stderr.write(`llmtrace: standard output cannot be written: ${why}\n`);
  process.exit(2);
});

process.on('SIGINT', () => {
  for (const handler of interrupts) handler();
  // Reading in JavaScript, or writing to a reader that does not read, cannot be interrupted otherwise. What was made meanwhile goes, too.
  setTimeout(() => {
    for (const handler of interrupts) handler();
    process.exit(130);
  }, 80).unref();
});

/** A process of another user is there, too: it may not be asked. */
function isRunning(processId) {
  try {
    return process.kill(processId, 0);
  } catch (error) {
    return error.code !== 'ESRCH';
  }
}

process.exitCode = await main(process.argv.slice(2), {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  cwd: process.cwd(),
  onInterrupt: (handler) => interrupts.push(handler),
  processId: process.pid,
  isRunning,
  tidy: async () => {},
});
// What was written may still be on its way to a slow reader.
for (const stream of [process.stdout, process.stderr]) {
  await new Promise((resolve) => stream.write('', resolve));
}
process.exit();
