import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { models } from '../models.js'
import { runFiles } from '../runner.js'

const path = new URL('../../vectors/perpetuals.json', import.meta.url).pathname

test('every published exchange figure holds, and those known to be wrong are missed', () => {
  const document = JSON.parse(readFileSync(path, 'utf8')) as { vectors: readonly { id: string }[] }
  const ids = new Set(document.vectors.map(({ id }) => id))
  expect(runFiles([path], models).lines).toEqual([`${ids.size} passed, 0 failed`])
})
