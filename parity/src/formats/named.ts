import { type Demand, judge } from '../judge.js'
import { type Fields, isRecord, type Model } from '../registry.js'
import { type Case, idOf, listOf } from './format.js'

/** Cases of a format whose vectors name one computation each. */
export function namedCases(
  document: Fields,
  options: { format: Model['format']; key: 'model' | 'kind'; demand: (vector: Fields) => Demand },
): readonly Case[] {
  return listOf(document, 'vectors').map((vector, index) => ({
    id: idOf(vector, index),
    fault(models) {
      const name = vector[options.key]
      const model = models.find((each) => each.format === options.format && each.name === name)
      if (model === undefined || model.format === 'lending') return `unknown ${options.key} ${String(name)}`
      if (!isRecord(vector.inputs)) return 'the vector has no inputs'
      return judge(options.demand(vector), model.run(vector.inputs))
    },
  }))
}
