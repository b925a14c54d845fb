import type { Report } from '../report/report.ts';
import { type VerdictText, verdictTexts } from './verdicts.ts';

/** JUnit's XML as Jenkins and GitLab read it: one test case for each rule. */
export function* junit(report: Report): Iterable<string> {
  const verdicts = verdictTexts(report);
  const count = (level: VerdictText['level']) => verdicts.filter((one) => one.level === level).length;
  const counts = `tests="${verdicts.length}" failures="${count('fail')}" errors="0" skipped="${count('skip')}"`;
  yield '<?xml version="1.0" encoding="UTF-8"?>\n';
  yield `<testsuites>\n  <testsuite name="llmtrace ${escaped(report.command)}" ${counts} time="0">\n`;
  for (const verdict of verdicts) yield testCase(verdict);
  yield '  </testsuite>\n</testsuites>\n';
}

function testCase({ rule, level, message }: VerdictText): string {
  const head = `    <testcase classname="llmtrace.check" name="${escaped(rule)}" time="0"`;
  const text = escaped(message);
  if (level === 'fail')
    return `${head}>\n      <failure type="${escaped(rule)}" message="${text}">${text}</failure>\n    </testcase>\n`;
  if (level === 'skip') return `${head}>\n      <skipped message="${text}"/>\n    </testcase>\n`;
  return `${head}>\n      <system-out>${text}</system-out>\n    </testcase>\n`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Texts are visible characters already; two more are no characters of XML 1.0. */
function escaped(text: string): string {
  return text
    .replaceAll(/[\uFFFE\uFFFF]/g, '\uFFFD')
    .replaceAll(/[&<>"']/g, (found) => entities[found] ?? found);
}
