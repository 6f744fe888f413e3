import { posix } from 'node:path'
import type { RepositoryFile } from './files.js'

/** A folder with its own package.json. */
export interface Workspace {
  readonly folder: string
  readonly name: string
  /** Public entry points, subpath → source file; a program's own file is under its command's name. */
  readonly entries: ReadonlyMap<string, string>
  /** Third-party packages that it may import when published. */
  readonly dependencies: ReadonlySet<string>
}

interface Manifest {
  readonly name: string
  readonly exports?: Readonly<Record<string, { readonly '@plimsoll/source'?: string } | string>>
  readonly bin?: string | Readonly<Record<string, string>>
  readonly dependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

export function workspacesOf(files: readonly RepositoryFile[]): readonly Workspace[] {
  return files
    .filter((file) => /^(packages\/[^/]+|apps\/[^/]+|parity|bench)\/package\.json$/.test(file.path))
    .map((file) => workspaceOf(posix.dirname(file.path), JSON.parse(file.text) as Manifest))
}

function workspaceOf(folder: string, manifest: Manifest): Workspace {
  const entries = new Map<string, string>()
  for (const [subpath, target] of Object.entries(manifest.exports ?? {})) {
    const source = typeof target === 'string' ? undefined : target['@plimsoll/source']
    if (source !== undefined) entries.set(subpath, posix.join(folder, source))
  }
  const programs = typeof manifest.bin === 'string' ? { [manifest.name]: manifest.bin } : (manifest.bin ?? {})
  for (const [command, built] of Object.entries(programs)) entries.set(command, sourceOf(posix.join(folder, built)))
  return {
    folder,
    name: manifest.name,
    entries,
    dependencies: new Set(
      Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies, ...manifest.optionalDependencies }),
    ),
  }
}

function sourceOf(built: string): string {
  return built.replace('/dist/', '/src/').replace(/\.js$/, '.ts')
}

/** The top folder that a path belongs to, as `WORKSPACES` in layers.ts names it. */
export function workspaceFolder(path: string): string {
  const [top = '', second = ''] = path.split('/')
  return top === 'packages' || top === 'apps' ? `${top}/${second}` : top
}

/** The file that a specifier means, among the given paths: a relative one, or a workspace's entry point. Null for third parties. */
export function resolveSpecifier(
  specifier: string,
  from: string,
  repository: { paths: ReadonlySet<string>; workspaces: readonly Workspace[] },
): string | null {
  if (specifier.startsWith('.')) {
    const path = posix.join(posix.dirname(from), specifier)
    const candidates = [path, path.replace(/\.js$/, '.ts'), path.replace(/\.jsx?$/, '.tsx')]
    return candidates.find((candidate) => repository.paths.has(candidate)) ?? null
  }
  const name = packageName(specifier)
  const workspace = repository.workspaces.find((each) => each.name === name)
  return workspace?.entries.get(`.${specifier.slice(name.length)}`) ?? null
}

/** @example packageName('@noble/hashes/sha2.js') // '@noble/hashes' */
export function packageName(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/')
}
