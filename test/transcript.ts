import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { llmtrace } from './commandLine.ts';
import { folder, root } from './run.ts';

/** A command line, or one with what surrounds it. */
export type Case = string | Setting;

export type Setting = {
  readonly line: string;
  /** Files of the folder it runs in, instead of the project's root. */
  readonly files?: Readonly<Record<string, string>>;
  readonly columns?: number;
  /** Where several cases have the same line. */
  readonly note?: string;
};

/** Characters that every file system takes in a name. */
const longest = 130;

export const settingOf = (given: Case): Setting => (typeof given === 'string' ? { line: given } : given);

/** The name of its file: the command line, with `_` for what not every file system takes. */
export function nameOf({ line, note }: Setting): string {
  const said = line.replace(/(^| )llmtrace /, '$1');
  const name = [said, note].filter(Boolean).join(', ');
  return `${name.replaceAll(/["'<>:/\\|?*]/g, '_').slice(0, longest)}.txt`;
}

/** What a user would see: the files there, the command line, standard output, standard error and the exit code. */
export async function transcript({ line, files = {}, columns }: Setting): Promise<string> {
  const cwd = placed(files);
  const { code, stdout, stderr } = await llmtrace(line, {
    cwd,
    ...(columns === undefined ? {} : { columns }),
  });
  const shown = Object.entries(files).map(([name, text]) => `$ cat ${name}\n${text}`);
  const ending = stderr === '' ? '' : `\n── standard error ──\n${stderr}`;
  const width = columns === undefined ? '' : ` # on a terminal of ${columns} columns`;
  const text = `${shown.join('')}$ ${line}${width}\n${stdout}${ending}\n── exit code ${code} ──\n`;
  return cwd === root ? text : text.replaceAll(cwd, '/folder');
}

/** The folder that these files are in. */
function placed(files: Readonly<Record<string, string>>): string {
  if (Object.keys(files).length === 0) return root;
  const cwd = folder();
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(cwd, name), text);
  return cwd;
}
