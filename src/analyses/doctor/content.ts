import type { Column, Row } from '../../report/report.ts';
import type { Store } from '../../store/store.ts';
import content from './content.sql';
import { type Finding, shareOf } from './finding.ts';

type Kind = { readonly key: string; readonly of: string; readonly words: string; readonly without: string };

const kinds: readonly Kind[] = [
  {
    ...{ key: 'prompt_digests', of: 'calls', words: 'prompts' },
    without: 'whether a prompt changed cannot be told',
  },
  {
    ...{ key: 'prompt_blocks', of: 'calls', words: 'prompts in blocks' },
    without: 'cache cannot tell which block of a prompt changed',
  },
  {
    ...{ key: 'tool_arguments', of: 'tool_calls', words: 'tool arguments' },
    without: 'loops cannot tell repeated tool calls from new ones',
  },
  {
    ...{ key: 'tool_outputs', of: 'tool_calls', words: 'tool results' },
    without: 'loops cannot tell whether a repeated tool call brought anything new',
  },
];

const columns: readonly Column[] = [
  { key: 'content', unit: 'text', show: 'always', shownBy: 'words' },
  { key: 'is_logged', title: 'logged', unit: 'flag', show: 'always' },
  { key: 'count', unit: 'count', show: 'asked' },
  { key: 'of', unit: 'count', show: 'asked' },
  { key: 'share', unit: 'fraction', show: 'always' },
  { key: 'without', title: 'what that means', unit: 'text' },
];

/** Which content can be compared, and what other commands cannot say without it; no fault of the numbers either way. */
export async function contents(store: Store): Promise<Finding> {
  const [counts = {}] = await store.rows(content);
  const rows = kinds
    .map((kind) => contentRow(kind, counts))
    .sort((one, other) => Number(other['is_missing']) - Number(one['is_missing']));
  const telling = rows.filter((row) => row['is_missing'] === true).length;
  const gist = 'content: prompts and what tools got and gave can be compared';
  return { section: { key: 'content', title: 'content', gist, columns, rows, telling }, reasons: [] };
}

function contentRow({ key, of, words, without }: Kind, counts: Row): Row {
  const [count, whole] = [Number(counts[key]), Number(counts[of])];
  const isMissing = whole > 0 && count === 0;
  return {
    ...{ content: key, words, is_logged: whole === 0 ? null : count > 0, count, of: whole },
    ...{
      share: whole === 0 ? null : shareOf(count, whole),
      without: isMissing ? without : null,
      is_missing: isMissing,
    },
  };
}
