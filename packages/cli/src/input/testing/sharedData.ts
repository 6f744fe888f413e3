import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../../../../../', import.meta.url))

/**
 * Path of a file of real market data, which the project does not carry, or null where it is not at hand: under `PLIMSOLL_SHARED`, else
 * in `shared` beside the repository.
 */
export function sharedData(name: string): string | null {
  const file = join(process.env.PLIMSOLL_SHARED ?? join(ROOT, '..', 'shared'), 'data', name)
  if (existsSync(file)) return file
  console.info(
    `${name} is not at hand (set PLIMSOLL_SHARED to the folder that has data/${name}): the small files stand in for it.`,
  )
  return null
}
