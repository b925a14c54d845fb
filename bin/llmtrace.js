#!/usr/bin/env node
// Hands argv and the real streams to main, and its answer to the process; nothing else in llmtrace knows that processes exist.
import { main } from '../dist/main.js';

// A reader that goes away (`llmtrace … | head`) is no error of ours.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

const interrupts = [];
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
});
