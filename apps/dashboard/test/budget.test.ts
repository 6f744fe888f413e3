import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { builtPage } from './browser.js'

const BUDGET_BYTES = 150_000

test('the first view is within its budget, and carries no developer’s build', async () => {
  const folder = join(await builtPage(), 'assets')
  const files = await Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name))))
  const gzipped = files.reduce((sum, file) => sum + gzipSync(file).length, 0)
  expect(gzipped).toBeLessThan(BUDGET_BYTES)
  expect(files.some((file) => file.includes('.tsx'))).toBe(false)
}, 60_000)
