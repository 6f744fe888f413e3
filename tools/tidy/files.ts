import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** A file of the repository: its path from the root, with `/`, and its text. Every rule is a function of a list of these. */
export interface RepositoryFile {
  readonly path: string
  readonly text: string
}

/** What a rule found: where, and one sentence that says what to do. */
export interface Problem {
  readonly path: string
  /** From 1; absent where the whole file is meant. */
  readonly line?: number
  readonly message: string
}

export const repositoryRoot: string = fileURLToPath(new URL('../../', import.meta.url))

const LEFT_OUT = new Set(['node_modules', 'dist', 'coverage', 'static', 'var', '.git'])
const TEXT = /\.(ts|tsx|mjs|js|css|html|json|md|yaml|yml|txt|svg|sh|png)$|(^|\/)(run|LICENSE|\.gitignore)$/

/** Every text file of the repository that is neither installed nor built, in the order of the paths. */
export function repositoryFiles(root: string = repositoryRoot): readonly RepositoryFile[] {
  return walk(root, '').map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))
}

function walk(root: string, folder: string): string[] {
  const entries = readdirSync(join(root, folder), { withFileTypes: true })
  return entries
    .filter((entry) => !LEFT_OUT.has(entry.name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`
      if (entry.isDirectory()) return walk(root, path)
      return TEXT.test(path) ? [path] : []
    })
}

/** Code that a rule can parse. */
export function isCode(path: string): boolean {
  return /\.(ts|tsx|mjs)$/.test(path) && !path.endsWith('.d.ts')
}

/** Tests, and what only tests use: everything in a folder called `testing`. */
export function isTest(path: string): boolean {
  return /\.test\.tsx?$/.test(path) || path.includes('/testing/')
}

/** `path:line message`, as editors link it. */
export function describeProblem(problem: Problem): string {
  return `${problem.path}${problem.line === undefined ? '' : `:${problem.line}`} ${problem.message}`
}
