import { suggestion } from '@plimsoll/core'
import type { BenchLine } from './bench.js'
import { benches } from './benches.js'
import { table } from './table.js'

const [name, ...rest] = process.argv.slice(2).filter((parameter) => parameter !== '--json')
const isJson = process.argv.includes('--json')
const bench = benches.find((each) => each.name === name)

if (name === undefined && !isJson) {
  for (const each of benches) console.log(`${each.name}  ${each.about}`)
} else if (bench === undefined || rest.length > 0) {
  const names = benches.map((each) => each.name)
  const near = suggestion(name ?? '', names) || ` Known: ${names.join(', ')}.`
  console.error(
    name === undefined
      ? `Name a bench: npm run bench -- NAME --json.${near}`
      : rest.length > 0
        ? `One bench at a time: "${rest[0]}" is one too many.`
        : `No bench is called "${name}".${near}`,
  )
  process.exitCode = 2
} else {
  const lines: BenchLine[] = []
  for await (const line of bench.run(() => performance.now() * 1e6)) {
    lines.push(line)
    if (isJson) console.log(JSON.stringify(line))
  }
  if (!isJson) console.log(table(lines))
}
