import type { Bench } from './bench.js'
import { lending } from './lending.js'
import { number } from './number.js'
import { replay } from './replay.js'
import { rules } from './rules.js'

/** Every bench by its name. Open: a bench is a file here and an entry in this list. */
export const benches: readonly Bench[] = [lending, number, replay, rules]
