import { isCode, isTest, type Problem, type RepositoryFile } from './files.js'
import { type Syntax, syntaxOf } from './syntax.js'
import { resolveSpecifier, workspacesOf } from './workspaces.js'

/**
 * Every exported name of the packages is part of a package's public face or is used by another file that is no test. Names are
 * followed through `export … from`; a namespace import or a file loaded by its URL counts as using everything. A type that a used
 * name mentions is used with it: callers may want to name it. A part that its own file works with may be exported for its tests.
 */
export function deadExports(files: readonly RepositoryFile[]): readonly Problem[] {
  const workspaces = workspacesOf(files)
  const modules = new Map(
    files.filter(({ path }) => isCode(path) && !isTest(path)).map((file) => [file.path, syntaxOf(file)]),
  )
  const paths = new Set(modules.keys())
  const resolve = (specifier: string, from: string) => resolveSpecifier(specifier, from, { paths, workspaces })
  const used = new Set<string>()

  /** Marks a name of a file, and the names that it stands for, hop by hop. */
  function use(path: string | null, name: string): void {
    const syntax = path === null ? undefined : modules.get(path)
    const key = `${path} ${name}`
    if (path === null || syntax === undefined || used.has(key)) return
    used.add(key)
    const own = syntax.exports.find((each) => each.name === name)
    for (const type of own?.types ?? []) if (syntax.exports.some((each) => each.name === type)) use(path, type)
    if (own?.from) use(resolve(own.from.specifier, path), own.from.name)
    if (own === undefined && name !== 'default') for (const star of syntax.stars) use(resolve(star, path), name)
  }

  function useAll(path: string | null): void {
    if (path !== null) for (const name of namesOf(path, new Set())) use(path, name)
  }

  function namesOf(path: string, seen: Set<string>): readonly string[] {
    const syntax = modules.get(path)
    if (syntax === undefined || seen.has(path)) return []
    seen.add(path)
    const passedOn = syntax.stars.flatMap((star) => {
      const target = resolve(star, path)
      return target === null ? [] : namesOf(target, seen)
    })
    return [...syntax.exports.map((each) => each.name), ...passedOn]
  }

  for (const workspace of workspaces) for (const entry of workspace.entries.values()) useAll(entry)
  for (const [path, syntax] of modules) {
    for (const reference of syntax.references) {
      const target = resolve(reference.specifier, path)
      if (reference.names === 'all') useAll(target)
      else for (const name of reference.names) use(target, name)
    }
  }
  // A package whose entry point is not written yet cannot be judged: nothing in it is reachable.
  const judged = workspaces.filter(
    ({ folder, entries }) => folder.startsWith('packages/') && anyIn(paths, entries.values()),
  )
  const tested = namesInTests(files, resolve)
  const texts = new Map(files.map(({ path, text }) => [path, text]))
  const isTestedPart = (path: string, name: string): boolean =>
    tested.has(`${path} ${name}`) && mentionsOf(texts.get(path) ?? '', name) > 1
  return [...modules].flatMap(([path, syntax]) =>
    judged.some(({ folder }) => path.startsWith(`${folder}/src/`))
      ? unusedOf(path, syntax, (name) => used.has(`${path} ${name}`) || isTestedPart(path, name))
      : [],
  )
}

/** What tests import, as `path name`. */
function namesInTests(
  files: readonly RepositoryFile[],
  resolve: (specifier: string, from: string) => string | null,
): ReadonlySet<string> {
  const names = new Set<string>()
  for (const file of files) {
    if (!isCode(file.path) || !isTest(file.path)) continue
    for (const reference of syntaxOf(file).references) {
      const target = resolve(reference.specifier, file.path)
      if (reference.names !== 'all') for (const name of reference.names) names.add(`${target} ${name}`)
    }
  }
  return names
}

/** How often a name stands in a file outside of comments. */
function mentionsOf(text: string, name: string): number {
  const code = text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')
  return code.match(new RegExp(`\\b${name}\\b`, 'g'))?.length ?? 0
}

function anyIn(paths: ReadonlySet<string>, candidates: Iterable<string>): boolean {
  return [...candidates].some((candidate) => paths.has(candidate))
}

function unusedOf(path: string, syntax: Syntax, isUsed: (name: string) => boolean): readonly Problem[] {
  return syntax.exports
    .filter(({ name }) => !isUsed(name))
    .map(({ name, line }) => ({ path, line, message: `Nothing outside this file uses "${name}": do not export it.` }))
}
