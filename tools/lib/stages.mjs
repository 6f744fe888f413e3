// What a test run counts: each stage once, and every test of the stage that runs tests.

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/** @type {Counts} */
export const NOTHING = { passed: 0, failed: 0, skipped: 0 }

/** @param {boolean} isPassed @returns {Counts} */
export function countStage(isPassed) {
  return isPassed ? { ...NOTHING, passed: 1 } : { ...NOTHING, failed: 1 }
}

/** @param {Counts} a @param {Counts} b @returns {Counts} */
export function addCounts(a, b) {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped }
}

/** @typedef {{ status: string, assertionResults: { status: string }[] }} FileResult */

/**
 * Counts of a vitest JSON report. A file that could not be loaded has no tests, and counts as one that failed; so does a run that
 * ended badly without saying which test did (no report, an error outside any test, nothing to run).
 * @param {{ numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests?: number,
 *           testResults: FileResult[] } | null} report
 * @param {number} exitCode
 * @returns {Counts}
 */
export function countTests(report, exitCode) {
  if (report === null) return countStage(false)
  const isUnloaded = (/** @type {FileResult} */ result) =>
    result.status === 'failed' && !result.assertionResults.some((assertion) => assertion.status === 'failed')
  const failed = report.numFailedTests + report.testResults.filter(isUnloaded).length
  const skipped = report.numPendingTests + (report.numTodoTests ?? 0)
  return { passed: report.numPassedTests, failed: failed === 0 && exitCode !== 0 ? 1 : failed, skipped }
}

/** The last line of a run: `N passed, N failed`, and what was left out where something was. @param {Counts} counts */
export function closingLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}
