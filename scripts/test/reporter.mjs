/** For @web/test-runner: writes what passed and failed to a file, for the closing line of `npm test`. */
import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';

/**
 * @param {string} file
 * @returns {import('@web/test-runner').Reporter}
 */
export function countingReporter(file) {
  return {
    stop({ sessions }) {
      const result = { passed: 0, failed: 0, skipped: 0, failures: /** @type {string[]} */ ([]) };
      for (const session of sessions) {
        const name = relative(process.cwd(), session.testFile ?? '');
        const before = result.failed;
        if (session.testResults) count(session.testResults, name, result);
        // A file that did not load, or that erred outside of a test, is a failure of its own.
        if (!session.passed && result.failed === before) {
          result.failed++;
          result.failures.push(`${name}: ${session.errors[0]?.message ?? 'did not finish'}`);
        }
      }
      writeFileSync(file, JSON.stringify(result));
    },
  };
}

/**
 * @param {import('@web/test-runner').TestSuiteResult} suite
 * @param {string} path
 * @param {{passed: number, failed: number, skipped: number, failures: string[]}} result
 */
function count(suite, path, result) {
  const here = suite.name ? `${path} › ${suite.name}` : path;
  for (const test of suite.tests) {
    result[test.skipped ? 'skipped' : test.passed ? 'passed' : 'failed']++;
    if (!test.skipped && !test.passed)
      result.failures.push(`${here} › ${test.name}: ${test.error?.message ?? 'failed'}`);
  }
  for (const inner of suite.suites) count(inner, here, result);
}
