import { posix } from 'node:path'
import { isCode, isTest, type Problem, type RepositoryFile } from './files.js'
import { CORE_INDEX, CORE_LAYERS, CORE_SHARED, reach, TYPES_ONLY, WORKSPACES } from './layers.js'
import { type Reference, syntaxOf } from './syntax.js'
import { packageName, type Workspace, workspaceFolder, workspacesOf } from './workspaces.js'

const CORE = 'packages/core/src/'

/** Imports point the way that layers.ts says, inside core and between workspaces. Tests are free to look anywhere. */
export function importDirection(files: readonly RepositoryFile[]): readonly Problem[] {
  const workspaces = workspacesOf(files)
  const codeFiles = files.filter((file) => isCode(file.path) && !isTest(file.path))
  return codeFiles.flatMap((file) => [
    ...undeclared(file),
    ...syntaxOf(file).references.flatMap((reference) => {
      const message = wrongImport(file, reference, workspaces)
      return message === null ? [] : [{ path: file.path, line: reference.line, message }]
    }),
  ])
}

/** A file of core in no declared layer. */
function undeclared(file: RepositoryFile): readonly Problem[] {
  if (!file.path.startsWith(CORE)) return []
  const layer = layerOf(file.path)
  if (layer === CORE_INDEX || layer === CORE_SHARED || layer in CORE_LAYERS) return []
  return [
    {
      path: file.path,
      message: `"${layer}" is no layer of core: declare it in tools/tidy/layers.ts, or move the file.`,
    },
  ]
}

function wrongImport(file: RepositoryFile, reference: Reference, workspaces: readonly Workspace[]): string | null {
  const { specifier } = reference
  if (specifier.startsWith('node:')) return null
  if (specifier.startsWith('.')) {
    const target = posix.join(posix.dirname(file.path), specifier)
    if (workspaceFolder(target) !== workspaceFolder(file.path) && /\.[jt]sx?$/.test(target))
      return `"${specifier}" reaches into ${workspaceFolder(target)}: import the package by its name.`
    return file.path.startsWith(CORE) && target.startsWith(CORE)
      ? wrongLayer(layerOf(file.path), layerOf(target))
      : null
  }
  const name = packageName(specifier)
  const target = workspaces.find((workspace) => workspace.name === name)
  if (target !== undefined) return wrongWorkspace(file, reference, target)
  const own = workspaces.find((workspace) => workspace.folder === workspaceFolder(file.path))
  const isPublished = own !== undefined && file.path.startsWith(`${own.folder}/src/`)
  if (!isPublished || own.dependencies.has(name) || own.folder.startsWith('apps/')) return null
  return `"${name}" is not among the dependencies of ${own.name}: add it with a sentence why, or do without.`
}

function wrongLayer(from: string, to: string): string | null {
  if (from === CORE_INDEX || to === CORE_SHARED || from === to) return null
  if (from !== CORE_SHARED && to in CORE_LAYERS && reach(from).includes(to)) return null
  return `"${from}" may not import "${to}": arrows point the other way (tools/tidy/layers.ts).`
}

function wrongWorkspace(file: RepositoryFile, reference: Reference, target: Workspace): string | null {
  const from = workspaceFolder(file.path)
  if (from === target.folder) return `${target.name} imports itself by name: use a relative path.`
  if (!(WORKSPACES[from] ?? []).includes(target.folder))
    return `${from} may not import ${target.name} (tools/tidy/layers.ts).`
  if (TYPES_ONLY.includes(from) && !reference.isTypeOnly)
    return `${from} may import only types of ${target.name}: write "import type".`
  return null
}

/** The folder below core/src, or the file's own name at its root; a compiled specifier counts as its source. */
function layerOf(path: string): string {
  const [first = ''] = path.slice(CORE.length).split('/')
  return first.replace(/\.js$/, '.ts')
}
