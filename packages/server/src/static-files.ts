import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The folder of the dashboard that this package carries; `undefined` where it has not been built. */
export function dashboardFolder(): string | undefined {
  const folder = fileURLToPath(new URL('../static', import.meta.url))
  return existsSync(`${folder}/index.html`) ? folder : undefined
}
