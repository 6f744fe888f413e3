import { formatDecimal } from '@plimsoll/core'
import type { Fields } from '../registry.js'

/** Core's numbers as decimal strings, `null` where there is no such number. */
export function shown(figures: Readonly<Record<string, bigint | null>>): Fields {
  return Object.fromEntries(
    Object.entries(figures).map(([name, figure]) => [name, figure === null ? null : formatDecimal(figure)]),
  )
}
