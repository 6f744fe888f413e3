/**
 * Which way imports point. A new folder of core, or a new workspace, is declared here and nowhere else; what is not in these
 * tables may neither import nor be imported. `ARCHITECTURE.md` draws the same picture.
 */

/** Folder of packages/core/src → the folders that its arrow names. It may import those and everything that those may. */
export const CORE_LAYERS: Readonly<Record<string, readonly string[]>> = {
  number: [],
  model: ['number'],
  rules: ['model'],
  venues: ['rules'],
  answers: ['venues'],
  oracle: ['model'],
  triggers: ['venues'],
  liquidation: ['answers', 'oracle'],
  engine: ['triggers', 'liquidation'],
  simulate: ['engine'],
}

/** Files at the root of packages/core/src: all folders may import `errors.ts`; `index.ts` may import all of them. */
export const CORE_SHARED = 'errors.ts'
export const CORE_INDEX = 'index.ts'

const PACKAGES = [
  'packages/core',
  'packages/journal',
  'packages/server',
  'packages/connect',
  'packages/report',
  'packages/cli',
]

/** Workspace → the workspaces that it may import, by their public entry points. */
export const WORKSPACES: Readonly<Record<string, readonly string[]>> = {
  'packages/core': [],
  'packages/journal': ['packages/core'],
  'packages/server': ['packages/core', 'packages/journal'],
  'packages/connect': ['packages/core'],
  'packages/report': ['packages/core'],
  'packages/cli': PACKAGES,
  'apps/dashboard': ['packages/core', 'packages/server'],
  parity: PACKAGES,
  bench: PACKAGES,
  examples: PACKAGES,
  tools: PACKAGES,
}

/** Workspaces that may import nothing of the others but types: the page talks to the server over HTTP alone. */
export const TYPES_ONLY: readonly string[] = ['apps/dashboard']

/** A layer and everything that it may import. @example reach('model') // ['model', 'number'] */
export function reach(layer: string): readonly string[] {
  return [layer, ...(CORE_LAYERS[layer] ?? []).flatMap(reach)]
}
