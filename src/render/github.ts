import type { Report } from '../report/report.ts';
import { verdictTexts } from './verdicts.ts';

const commands = { fail: 'error', warn: 'warning', skip: 'notice' } as const;

/**
 * Annotations of GitHub Actions, one for each rule that does not hold, only warns or could not be judged; the others as plain
 * lines of the job's log. See docs.github.com, "Workflow commands for GitHub Actions".
 */
export function* github(report: Report): Iterable<string> {
  for (const { rule, level, message } of verdictTexts(report)) {
    if (level === 'ok') yield `ok ${rule}: ${data(message)}\n`;
    else yield `::${commands[level]} title=${property(`llmtrace ${rule}`)}::${data(message)}\n`;
  }
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
