import { posix } from 'node:path'
import type { Problem, RepositoryFile } from './files.js'
import { readMarkdown } from './markdown.js'

const INLINE = /\]\(\s*<?([^)\s>]+)>?(?:\s+"[^"]*")?\s*\)/g
const REFERENCE = /^\s*\[[^\]]+\]:\s*<?(\S+?)>?\s*$/g
const ELSEWHERE = /^([a-z][a-z0-9+.-]*:|\/\/)/i

/** Relative links of all documents lead to a file or folder of the repository, and anchors to a heading there. */
export function documentLinks(files: readonly RepositoryFile[]): readonly Problem[] {
  const documents = new Map(files.filter(({ path }) => path.endsWith('.md')).map((file) => [file.path, file]))
  const paths = new Set(files.flatMap(({ path }) => withFolders(path)))
  return [...documents.values()].flatMap((file) =>
    readMarkdown(file).prose.flatMap((text, index) =>
      targetsIn(text).flatMap((target) => {
        const message = wrongTarget(target, file.path, paths, documents)
        return message === null ? [] : [{ path: file.path, line: index + 1, message }]
      }),
    ),
  )
}

function targetsIn(text: string): readonly string[] {
  const prose = text.replace(/`[^`]*`/g, '')
  const found = [...prose.matchAll(INLINE), ...prose.matchAll(REFERENCE)]
  return found.map((match) => match[1] ?? '').filter((target) => !ELSEWHERE.test(target))
}

function wrongTarget(
  target: string,
  from: string,
  paths: ReadonlySet<string>,
  documents: ReadonlyMap<string, RepositoryFile>,
): string | null {
  const [linked = '', anchor] = decodeURIComponent(target).split('#')
  const path = linked === '' ? from : posix.join(posix.dirname(from), linked).replace(/\/$/, '')
  if (!paths.has(path)) return `The link "${target}" leads nowhere: there is no ${path}.`
  if (anchor === undefined) return null
  const document = documents.get(path)
  if (document === undefined || anchorsOf(document).has(anchor)) return null
  return `The link "${target}" leads to no heading of ${path}.`
}

/** Headings as their anchors: lower case, punctuation dropped, spaces as hyphens, repeats numbered. */
function anchorsOf(document: RepositoryFile): ReadonlySet<string> {
  const anchors = new Set<string>()
  for (const { text } of readMarkdown(document).headings) {
    const plain = text.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase()
    const anchor = plain.replace(/[^\p{L}\p{N}\s_-]/gu, '').replace(/\s/g, '-')
    let unique = anchor
    for (let repeat = 1; anchors.has(unique); repeat++) unique = `${anchor}-${repeat}`
    anchors.add(unique)
  }
  for (const [, id = ''] of document.text.matchAll(/<a\s+(?:id|name)="([^"]+)"/g)) anchors.add(id)
  return anchors
}

function withFolders(path: string): readonly string[] {
  const parts = path.split('/')
  return ['.', ...parts.map((_, index) => parts.slice(0, index + 1).join('/'))]
}
