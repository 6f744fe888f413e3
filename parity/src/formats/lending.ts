import { EXACT } from '../compare.js'
import { judge } from '../judge.js'
import type { Protocol, Recomputed, Registered } from '../registry.js'
import { type Format, idOf, listOf } from './format.js'

/** `{ note, sets: [{ protocol, version?, …, vectors }] }`. The protocol's handler gets each vector with its set. */
export const lending: Format = {
  name: 'lending',
  matches: (document) => Array.isArray(document.sets),
  cases: (document) =>
    listOf(document, 'sets').flatMap((set) =>
      listOf(set, 'vectors').map((vector, index) => ({
        id: idOf(vector, index),
        fault(models) {
          const protocol = models.find((each) => isProtocol(each, set.protocol))
          if (protocol === undefined || protocol.format !== 'lending') return `unknown protocol ${String(set.protocol)}`
          const ofSet = index === 0 && protocol.runSet !== undefined ? exactly(protocol.runSet(set)) : null
          return ofSet ?? exactly(protocol.run(vector, set))
        },
      })),
    ),
}

function isProtocol(registered: Registered, name: unknown): registered is Protocol {
  return registered.format === 'lending' && registered.name === name
}

function exactly({ expected, got }: Recomputed): string | null {
  return judge({ expected, tolerance: EXACT }, got)
}
