import type { Report, Row } from '../report/report.ts';
import version from '../version.ts';
import { verdictTexts } from './verdicts.ts';

const levels = { fail: 'error', warn: 'warning', skip: 'note', ok: 'none' } as const;

/** SARIF 2.1.0 (OASIS): one result for each rule; code scanning wants a place for each, so all stand at the log that was read. */
export function* sarif(report: Report): Iterable<string> {
  const verdicts = verdictTexts(report);
  const [input] = (report.meta['inputs'] ?? []) as readonly Row[];
  const uri = encodeURI(String(input?.['file'] ?? 'llmtrace'));
  const locations = [{ physicalLocation: { artifactLocation: { uri }, region: { startLine: 1 } } }];
  const results = verdicts.map(({ rule, level, message }) => ({
    ruleId: rule,
    kind: level === 'fail' || level === 'warn' ? 'fail' : level === 'skip' ? 'notApplicable' : 'pass',
    level: level === 'skip' ? 'none' : levels[level],
    message: { text: message },
    locations,
  }));
  const rules = verdicts.map(({ rule }) => ({ id: rule, shortDescription: { text: rule } }));
  const driver = { name: 'llmtrace', version, rules };
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{ tool: { driver }, results }],
  };
  yield `${JSON.stringify(log, null, 2)}\n`;
}
