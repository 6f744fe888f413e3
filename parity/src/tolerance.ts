import type { Rational } from '@plimsoll/core'
import { EXACT, type Tolerance } from './compare.js'
import { readNumber } from './number.js'
import { isRecord } from './registry.js'

/** `{ mode: exact | abs | rel, value?, fields? }`, as perpetuals and simulation vectors write it. */
export function readTolerance(written: unknown): Tolerance {
  if (!isRecord(written)) throw new Error('the vector has no tolerance')
  const fields = isRecord(written.fields) ? Object.entries(written.fields) : []
  return {
    ...readMode(written.mode, written.value),
    fields: new Map(fields.map(([name, own]) => [name, readTolerance(own)])),
  }
}

/** `"0.005"` or `"rel:0.02"`, as broker vectors write it. */
export function readBrokerTolerance(written: unknown): Tolerance {
  const text = String(written)
  return text.startsWith('rel:') ? readMode('rel', text.slice(4)) : readMode('abs', text)
}

function readMode(mode: unknown, value: unknown): Tolerance {
  if (mode === 'exact') return EXACT
  if (mode !== 'abs' && mode !== 'rel') throw new Error(`unknown tolerance mode ${String(mode)}`)
  return { ...EXACT, isRelative: mode === 'rel', limit: limitOf(value) }
}

function limitOf(value: unknown): Rational {
  const limit = readNumber(value)
  if (limit === null || limit.numerator < 0n) throw new Error(`the tolerance ${String(value)} is no number from 0 up`)
  return limit
}
