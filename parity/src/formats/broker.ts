import { isRecord } from '../registry.js'
import { readBrokerTolerance } from '../tolerance.js'
import { type Format, listOf } from './format.js'
import { namedCases } from './named.js'

/** `{ schema: {…}, vectors }` whose vectors have `regime` and `kind`. */
export const broker: Format = {
  name: 'broker',
  matches: (document) =>
    isRecord(document.schema) &&
    [...listOf(document, 'vectors'), document.schema].some((vector) => 'regime' in vector && 'kind' in vector),
  cases: (document) =>
    namedCases(document, {
      format: 'broker',
      key: 'kind',
      demand: ({ expected, corrected, tolerance, publishedError }) => ({
        expected,
        tolerance: readBrokerTolerance(tolerance),
        ...(publishedError === undefined ? {} : { isPublishedWrong: true, corrected: corrected ?? {} }),
      }),
    }),
}
