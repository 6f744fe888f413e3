import { describe, expect, test } from 'vitest'
import { findChromium } from './chromium.mjs'
import { addCounts, closingLine, countStage, countTests, NOTHING } from './stages.mjs'

const file = (status: string, ...tests: string[]) => ({
  status,
  assertionResults: tests.map((each) => ({ status: each })),
})
const report = (counts: object, ...testResults: ReturnType<typeof file>[]) => ({
  numPassedTests: 0,
  numFailedTests: 0,
  numPendingTests: 0,
  ...counts,
  testResults,
})

describe('counting', () => {
  test('tests count one each', () => {
    const counts = { numPassedTests: 3, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1 }
    const outcome = countTests(
      report(counts, file('failed', 'passed', 'failed'), file('passed', 'passed', 'passed')),
      1,
    )
    expect(outcome).toEqual({ passed: 3, failed: 1, skipped: 3 })
  })

  test('a file that does not load counts as failed', () => {
    expect(countTests(report({ numPassedTests: 1 }, file('failed'), file('passed', 'passed')), 1)).toMatchObject({
      failed: 1,
    })
  })

  test('a file whose tests pass and whose clean-up fails counts as failed', () => {
    expect(countTests(report({ numPassedTests: 1 }, file('failed', 'passed')), 1)).toMatchObject({ failed: 1 })
  })

  test('a run that ends badly without a failed test counts as failed, and so does one without a report', () => {
    expect(countTests(report({ numPassedTests: 1 }, file('passed', 'passed')), 1)).toMatchObject({ failed: 1 })
    expect(countTests(null, 0)).toEqual({ passed: 0, failed: 1, skipped: 0 })
  })

  test('the closing line adds up the stages and names what was left out only where something was', () => {
    const counts = [countStage(true), countStage(false), { passed: 5, failed: 0, skipped: 0 }].reduce(
      addCounts,
      NOTHING,
    )
    expect(closingLine(counts)).toBe('6 passed, 1 failed')
    expect(closingLine({ ...counts, skipped: 2 })).toBe('6 passed, 1 failed, 2 skipped')
  })
})

describe('Chromium', () => {
  test('the path in the environment is taken where it can be executed', () => {
    expect(findChromium({ CHROMIUM_PATH: process.execPath, PATH: '' })).toBe(process.execPath)
  })

  test('a path that is no program is not', () => {
    expect(findChromium({ CHROMIUM_PATH: '/no/such/program', PATH: '' })).not.toBe('/no/such/program')
  })
})
