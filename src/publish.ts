import { appendFileSync, closeSync, openSync, writeSync } from 'node:fs';
import path from 'node:path';
import { exitCode, UserError } from './error.ts';
import { type Io, writeAll } from './io.ts';
import { rendererOf } from './render/all.ts';
import { noteTexts } from './render/headline.ts';
import { screenOf } from './render/screen.ts';
import { visible } from './render/visible.ts';
import { selectColumns } from './report/columns.ts';
import type { Report } from './report/report.ts';
import type { Request } from './request/request.ts';

/** Data to standard output (or `-o FILE`), notes to standard error; JSON holds its notes itself. */
export async function publish(report: Report, request: Request, io: Io): Promise<void> {
  const chosen = request.columns === undefined ? report : selectColumns(report, request.columns);
  const stdout = request.output === undefined ? io.stdout : {};
  const renderer = await rendererOf(request.format);
  const render = renderer(screenOf(stdout, io.env, request.color), { header: request.header });
  const pieces = render(chosen);
  if (request.output === undefined) await writeAll(io.stdout, pieces);
  else writeFile(request.output, io.cwd, pieces);
  if (request.format === 'github') await summarize(report, io);
  if (!request.quiet && request.format !== 'json')
    await writeAll(
      io.stderr,
      noteTexts(report).map((note) => `${visible(note)}\n`),
    );
}

/** What GitHub shows on the page of a run; the runner names a file for it. */
async function summarize(report: Report, io: Io): Promise<void> {
  const file = io.env['GITHUB_STEP_SUMMARY'];
  if (!file) return;
  const markdown = await rendererOf('markdown');
  const text = markdown({ isTty: false, width: 80, colorLevel: 0 })(report);
  appendFileSync(file, `## llmtrace ${report.command}\n\n${[...text].join('')}`);
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such folder',
  ENOTDIR: 'there is no such folder',
  EISDIR: 'it is a folder',
  EACCES: 'no permission',
  EPERM: 'no permission',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
};

function writeFile(file: string, cwd: string, pieces: Iterable<string>): void {
  try {
    const descriptor = openSync(path.resolve(cwd, file), 'w');
    for (const piece of pieces) writeSync(descriptor, piece);
    closeSync(descriptor);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    const code = String(error.code);
    throw new UserError(`--output: ${file} cannot be written: ${reasons[code] ?? code}`, exitCode.usage);
  }
}
