import { readTolerance } from '../tolerance.js'
import type { Format } from './format.js'
import { namedCases } from './named.js'

/** `{ schema: "plimsoll-perps-vectors/1", units, vectors }`. */
export const perpetuals: Format = {
  name: 'perpetuals',
  matches: (document) => document.schema === 'plimsoll-perps-vectors/1',
  cases: (document) =>
    namedCases(document, {
      format: 'perpetuals',
      key: 'model',
      demand: ({ expected, tolerance, expectMismatch }) => ({
        expected,
        tolerance: readTolerance(tolerance),
        isPublishedWrong: expectMismatch === true,
      }),
    }),
}
