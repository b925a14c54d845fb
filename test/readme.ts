import { commonOptions, type Option } from '../src/request/options.ts';
import { windowForms } from '../src/time/forms.ts';
import { llmtrace } from './commandLine.ts';

/** The terminal that the README's console blocks show: without colours. */
const terminal = { columns: 100, env: { NO_COLOR: '1' } };

export type Block = { readonly whole: string; readonly commands: readonly string[] };

/** The blocks of a session: lines that begin with `$ ` are typed, the others are answers. */
export function consoleBlocks(readme: string): readonly Block[] {
  return [...readme.matchAll(/^```console\n([\s\S]*?)^```$/gm)].map(([whole, session = '']) => ({
    whole,
    commands: session.split('\n').flatMap((line) => /^\$ (.+)$/.exec(line)?.[1] ?? []),
  }));
}

/** The same block with what its commands answer now. Throws where one does not end with 0. */
export async function answered({ commands }: Block): Promise<string> {
  const sessions: string[] = [];
  for (const command of commands) {
    const { code, stdout, stderr } = await llmtrace(command, terminal);
    if (code !== 0) throw new Error(`exit code ${code} of ${command}\n${stderr}`);
    sessions.push(`$ ${command}\n${stdout}`);
  }
  return `\`\`\`console\n${sessions.join('\n')}\`\`\``;
}

type Command = { readonly name: string; readonly options: readonly Option[] };

/** The tables that are made from those of the program, by the name in the comment before each. */
export function tables(analyses: readonly Command[]): ReadonlyMap<string, string> {
  const common = Object.entries(commonOptions).map(([heading, options]): [string, string] => [
    `options: ${heading}`,
    optionTable(options),
  ]);
  const own = analyses
    .filter(({ options }) => options.length > 0)
    .map(({ name, options }): [string, string] => [`options of ${name}`, optionTable(options)]);
  return new Map([['windows', windowTable(analyses)], ...common, ...own]);
}

/** The README with each marked table as the program has it. */
export function withTables(readme: string, made: ReadonlyMap<string, string>): string {
  return readme.replace(/^(<!-- (.+) -->\n\n)(?:\|.*\n)+/gm, (whole, mark: string, name: string) => {
    const table = made.get(name);
    return table === undefined ? whole : mark + table;
  });
}

/** `prev` is a word of one command. */
function windowTable(analyses: readonly Command[]): string {
  const forms = windowForms.filter(
    ({ form }) => form !== 'prev' || analyses.some(({ name }) => name === 'diff'),
  );
  return markdown(
    ['window', 'meaning'],
    forms.map(({ form, meaning }) => [form.split(' ').map(code).join(' '), meaning]),
  );
}

function optionTable(options: readonly Option[]): string {
  return markdown(['option', 'meaning', 'default'], options.map(optionRow));
}

function optionRow({ flags, description, choices, default: fallback, type }: Option): string[] {
  const among = choices === undefined ? '' : `: ${choices.map(code).join(', ')}`;
  const shown = fallback === undefined || type === 'flag' ? '' : code(String(fallback));
  return [code(flags), `${plain(description)}${among}`, shown];
}

/** As text, not as HTML. */
function plain(text: string): string {
  return text.replaceAll('<', '&lt;');
}

function code(text: string): string {
  return `\`${text}\``;
}

function markdown(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [heads, heads.map(() => '---'), ...rows].map(
    (cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |\n`,
  );
  return lines.join('');
}
