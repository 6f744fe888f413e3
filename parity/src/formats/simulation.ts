import { isRecord } from '../registry.js'
import { readTolerance } from '../tolerance.js'
import { type Format, listOf } from './format.js'
import { namedCases } from './named.js'

const isSchema = (schema: unknown) => typeof schema !== 'string' || schema.startsWith('plimsoll-simulation-vectors/')

/** `{ schema, vectors, facts? }` whose vectors have `model`. Facts are there to read: nothing of them is computed. */
export const simulation: Format = {
  name: 'simulation',
  matches: (document) =>
    isSchema(document.schema) &&
    [...listOf(document, 'vectors'), document.schema].some((vector) => isRecord(vector) && 'model' in vector),
  cases: (document) =>
    namedCases(document, {
      format: 'simulation',
      key: 'model',
      demand: ({ expected, tolerance }) => ({ expected, tolerance: readTolerance(tolerance) }),
    }),
}
