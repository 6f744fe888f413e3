import { createBoxTriggers } from './boxes.js'
import { createNaiveTriggers } from './naive.js'
import type { Triggers, TriggersKind } from './triggers.js'

export type { Triggers, TriggersKind } from './triggers.js'

const KINDS: { readonly [K in TriggersKind]: () => Triggers } = { naive: createNaiveTriggers, boxes: createBoxTriggers }

/** @example createTriggers('boxes') */
export function createTriggers(kind: TriggersKind): Triggers {
  return KINDS[kind]()
}
